package io.switchboard.media.jitter;

import io.switchboard.media.codec.AudioDecoder;
import io.switchboard.media.dsp.Pitch;
import java.util.Arrays;

/**
 * The sound of one stream in frames of 20 ms: takes packets from a {@link JitterBuffer}, decodes them, makes up for
 * lost ones, and lengthens or shortens the sound by periods of the voice where the delay has to change. Not
 * thread-safe.
 */
public final class Playout {
    private static final byte[] NO_PAYLOAD = {};
    private static final int REST_BETWEEN_CHANGES = 5;

    private final JitterBuffer buffer;
    private final AudioDecoder decoder;
    private final int sampleRate;
    private final int frame;
    private final int clockPerSecond;
    private final Concealer concealer;
    private final short[] pcm;
    private int start;
    private int end;
    private boolean comfortNoise;
    private int sinceChange;
    /** Whether packets were asked for in this frame, and how much too long they had waited then. */
    private boolean asked;

    private long excess;
    private long concealed;
    private long changes;

    /**
     * For one stream.
     *
     * @param clockRate the RTP clock of the stream and the buffer, in Hz
     */
    public Playout(JitterBuffer buffer, AudioDecoder decoder, int clockRate) {
        this.buffer = buffer;
        this.decoder = decoder;
        sampleRate = decoder.sampleRate();
        frame = sampleRate / 50;
        clockPerSecond = clockRate;
        concealer = new Concealer(sampleRate);
        pcm = new short[sampleRate / 1000 * (2 * AudioDecoder.MAX_MILLIS + 60)];
    }

    /** The rate of the samples, in Hz. */
    public int sampleRate() {
        return sampleRate;
    }

    /** Whether the sender has said that it is silent (RFC 3389), so that what is missing is silence. */
    public void comfortNoise(boolean silent) {
        comfortNoise = silent;
    }

    /**
     * The next 20 ms.
     *
     * @param target where they go, from index 0
     * @param now in ticks of the RTP clock
     * @return false if there is nothing but silence; the target is as it was then
     */
    public boolean next(short[] target, long now) {
        boolean sound = end > start;
        asked = false;
        while (end - start < frame) {
            sound |= append(now);
        }
        if (sound) {
            adapt(now);
            System.arraycopy(pcm, start, target, 0, frame);
        }
        start += frame;
        if (start == end) {
            start = 0;
            end = 0;
        }
        return sound;
    }

    /** Decodes or invents some more; whether it can be heard. */
    private boolean append(long now) {
        if (start > 0) {
            System.arraycopy(pcm, start, pcm, 0, end - start);
            end -= start;
            start = 0;
        }
        asked = true;
        excess = buffer.excess(now);
        return switch (buffer.next(now)) {
            case PACKET -> {
                JitterBuffer.Slot slot = buffer.take();
                int samples = decoder.decode(slot.payload, slot.length, pcm, end);
                if (samples <= 0) {
                    yield conceal(frame, ticks(frame));
                }
                buffer.played(ticks(samples));
                concealer.good(pcm, end, samples);
                end += samples;
                yield true;
            }
            case MISSING -> {
                int ticks = buffer.missing();
                yield conceal(Math.max(1, (int) ((long) ticks * sampleRate / clockPerSecond)), ticks);
            }
            case NOTHING -> {
                concealer.silence();
                Arrays.fill(pcm, end, end + frame, (short) 0);
                end += frame;
                yield false;
            }
        };
    }

    private boolean conceal(int samples, long ticks) {
        // With too little delay what is missing is probably late: then it is waited for, which makes the delay longer.
        if (excess >= -tolerance() || comfortNoise) {
            buffer.played(ticks);
        }
        if (comfortNoise) {
            concealer.silence();
        } else {
            concealed++;
        }
        boolean done = !comfortNoise && samples == frame && concealedByCodec(samples);
        if (done) {
            concealer.good(pcm, end, samples);
        } else {
            concealer.conceal(pcm, end, samples);
        }
        end += samples;
        return true;
    }

    private boolean concealedByCodec(int samples) {
        JitterBuffer.Slot next = buffer.successor();
        return next == null
                ? decoder.conceal(pcm, end, samples, NO_PAYLOAD, 0)
                : decoder.conceal(pcm, end, samples, next.payload, next.length);
    }

    /** Brings the delay nearer to what the network needs, by at most a period of the voice in each 100 ms. */
    private void adapt(long now) {
        if (++sinceChange < REST_BETWEEN_CHANGES || !asked) {
            return;
        }
        if (excess > 8 * tolerance()) {
            if (buffer.size() > 0 && end - start < 2 * frame && buffer.next(now) == JitterBuffer.Due.PACKET) {
                append(now);
            }
            if (end - start >= frame + Pitch.longest(sampleRate) && end - start >= 2 * Pitch.longest(sampleRate)) {
                shorten();
            }
        } else if (excess < -tolerance() && end - start < 2 * frame) {
            lengthen(now);
        }
    }

    private void shorten() {
        sinceChange = 0;
        changes++;
        if (quiet()) {
            start += Math.min(frame / 2, end - start - frame);
            return;
        }
        end -= Pitch.shorten(pcm, start, end, sampleRate);
    }

    private void lengthen(long now) {
        if (end - start < 2 * Pitch.longest(sampleRate) && buffer.next(now) == JitterBuffer.Due.PACKET) {
            append(now);
        }
        if (end - start >= 2 * Pitch.longest(sampleRate)) {
            sinceChange = 0;
            changes++;
            end += Pitch.lengthen(pcm, start, end, sampleRate);
        }
    }

    /** 2.5 ms: less is not worth a change. */
    private long tolerance() {
        return clockPerSecond / 400;
    }

    private boolean quiet() {
        for (int i = start; i < end; i++) {
            if (pcm[i] > 64 || pcm[i] < -64) {
                return false;
            }
        }
        return true;
    }

    private long ticks(int samples) {
        return (long) samples * clockPerSecond / sampleRate;
    }

    /** Gaps that were filled. */
    public long concealed() {
        return concealed;
    }

    /** Times that the sound was lengthened or shortened. */
    public long changes() {
        return changes;
    }
}
