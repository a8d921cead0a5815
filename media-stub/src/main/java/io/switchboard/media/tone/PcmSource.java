package io.switchboard.media.tone;

import java.util.Arrays;

/** Plays samples that are in memory. */
public final class PcmSource implements AudioSource {
    private final Pcm pcm;
    private final boolean repeats;
    private int at;

    /** From the first sample on. */
    public PcmSource(Pcm pcm, boolean repeats) {
        this.pcm = pcm;
        this.repeats = repeats;
    }

    @Override
    public int sampleRate() {
        return pcm.sampleRate();
    }

    @Override
    public boolean read(short[] target, int samples) {
        short[] all = pcm.samples();
        int done = 0;
        while (done < samples && at < all.length) {
            int part = Math.min(samples - done, all.length - at);
            System.arraycopy(all, at, target, done, part);
            done += part;
            at += part;
            if (at == all.length && repeats) {
                at = 0;
            }
        }
        Arrays.fill(target, done, samples, (short) 0);
        return done > 0;
    }
}
