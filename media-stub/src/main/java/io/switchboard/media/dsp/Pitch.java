package io.switchboard.media.dsp;

/** Finds and uses the period of a voice, between 2.5 and 15 ms, to lengthen, shorten or continue it. */
public final class Pitch {
    private Pitch() {}

    /** The longest period in samples, of a sampling rate in Hz. */
    public static int longest(int sampleRate) {
        return sampleRate * 15 / 1000;
    }

    /**
     * The lag at which samples before a point are most like those that end there.
     *
     * @param pcm at least twice {@link #longest} before the end
     * @param end the point
     */
    public static int backward(short[] pcm, int end, int sampleRate) {
        int longest = longest(sampleRate);
        return search(pcm, end - longest, -1, sampleRate, longest);
    }

    /**
     * The lag at which samples after a point are most like those that begin there.
     *
     * @param pcm at least twice {@link #longest} after the start
     * @param start the point
     */
    public static int forward(short[] pcm, int start, int sampleRate) {
        return search(pcm, start, 1, sampleRate, longest(sampleRate));
    }

    private static int search(short[] pcm, int start, int sign, int sampleRate, int longest) {
        int stride = Math.max(1, sampleRate / 8_000);
        int best = longest;
        double bestScore = -1;
        for (int lag = sampleRate / 400; lag <= longest; lag += stride) {
            double product = 0;
            double energy = 1;
            for (int i = 0; i < longest; i += stride) {
                int x = pcm[start + i];
                int y = pcm[start + i + sign * lag];
                product += x * y;
                energy += y * y;
            }
            double score = product / Math.sqrt(energy);
            if (score > bestScore) {
                bestScore = score;
                best = lag;
            }
        }
        return best;
    }

    /**
     * Takes one period out, by fading it into the next.
     *
     * @param pcm the samples; at least twice {@link #longest} from the start
     * @param end the index after the last sample
     * @return the samples that are gone: the end is nearer by so many
     */
    public static int shorten(short[] pcm, int start, int end, int sampleRate) {
        int lag = forward(pcm, start, sampleRate);
        for (int i = 0; i < lag; i++) {
            pcm[start + i] = fade(pcm[start + i], pcm[start + lag + i], i, lag);
        }
        System.arraycopy(pcm, start + 2 * lag, pcm, start + lag, end - start - 2 * lag);
        return lag;
    }

    /**
     * Puts one period in, by fading a second copy into it.
     *
     * @param pcm the samples, with room for {@link #longest} more after the end
     * @return the samples that came in: the end is further by so many
     */
    public static int lengthen(short[] pcm, int start, int end, int sampleRate) {
        int lag = forward(pcm, start, sampleRate);
        System.arraycopy(pcm, start + lag, pcm, start + 2 * lag, end - start - lag);
        for (int i = 0; i < lag; i++) {
            pcm[start + lag + i] = fade(pcm[start + 2 * lag + i], pcm[start + i], i, lag);
        }
        return lag;
    }

    /** A sample on the way from one to another sound: step i of n. */
    static short fade(short from, short to, int i, int n) {
        return (short) (from + (to - from) * i / n);
    }
}
