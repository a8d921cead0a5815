package io.switchboard.media.tone;

import io.switchboard.media.Prompt;
import java.util.Arrays;

/** Generates tones at 8 kHz, about -13 dBov, with edges of 4 ms that do not click. */
public final class ToneSource implements AudioSource {
    private static final int RATE = 8_000;
    private static final int EDGE = 32;
    private static final double AMPLITUDE = 10_000;

    private final Prompt.Tones tones;
    private int index;
    private int at;

    /** From the first tone on. */
    public ToneSource(Prompt.Tones tones) {
        this.tones = tones;
    }

    @Override
    public int sampleRate() {
        return RATE;
    }

    @Override
    public boolean read(short[] target, int samples) {
        int done = 0;
        while (done < samples && index < tones.tones().size()) {
            Prompt.Tone tone = tones.tones().get(index);
            int length = tone.millis() * (RATE / 1000);
            int part = Math.min(samples - done, length - at);
            for (int i = 0; i < part; i++) {
                target[done + i] = sample(tone, at + i, length);
            }
            done += part;
            at += part;
            if (at == length) {
                at = 0;
                index++;
                if (index == tones.tones().size() && tones.repeats()) {
                    index = 0;
                }
            }
        }
        Arrays.fill(target, done, samples, (short) 0);
        return done > 0;
    }

    private static short sample(Prompt.Tone tone, int n, int length) {
        if (tone.first() == 0) {
            return 0;
        }
        double angle = 2 * Math.PI * n / RATE;
        double value = tone.second() == 0
                ? Math.sin(angle * tone.first())
                : (Math.sin(angle * tone.first()) + Math.sin(angle * tone.second())) / 2;
        int edge = Math.min(n, length - 1 - n);
        return (short) (AMPLITUDE * value * Math.min(1, edge / (double) EDGE));
    }
}
