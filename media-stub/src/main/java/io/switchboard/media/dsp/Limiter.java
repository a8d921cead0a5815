package io.switchboard.media.dsp;

/**
 * Brings a sum of voices back into 16 bits without clipping it: the gain goes down within a frame when it has to and
 * comes back over some 200 ms; what still exceeds the knee is bent, not cut. Not thread-safe.
 */
public final class Limiter {
    private static final float CEILING = 30_000;
    private static final float KNEE = 28_000;
    private static final float RELEASE = 0.1f;
    private static final int ATTACK_SAMPLES = 16;

    private float gain = 1;

    /**
     * Limits a frame.
     *
     * @param sum the sum of voices; its samples from index 0
     * @param samples how many
     * @param out where the result goes, from index 0
     */
    public void limit(int[] sum, int samples, short[] out) {
        int peak = peak(sum, samples);
        if (peak <= CEILING && gain == 1) {
            for (int i = 0; i < samples; i++) {
                out[i] = (short) sum[i];
            }
            return;
        }
        float target = peak > CEILING ? CEILING / peak : 1;
        float from = gain;
        gain = target < from ? target : Math.min(target, from + RELEASE * (target - from) + 0.002f);
        float step = (gain - from) / (gain < from ? ATTACK_SAMPLES : samples);
        float g = from;
        for (int i = 0; i < samples; i++) {
            g = step < 0 ? Math.max(gain, g + step) : Math.min(gain, g + step);
            out[i] = bend(sum[i] * g);
        }
    }

    /** Takes over where another limiter is, so that a listener who changes between two mixes hears no step. */
    public void continueFrom(Limiter other) {
        gain = other.gain;
    }

    private static int peak(int[] sum, int samples) {
        int peak = 0;
        for (int i = 0; i < samples; i++) {
            peak = Math.max(peak, Math.abs(sum[i]));
        }
        return peak;
    }

    private static short bend(float value) {
        float magnitude = Math.abs(value);
        if (magnitude <= KNEE) {
            return (short) value;
        }
        float room = 32_767 - KNEE;
        float over = (magnitude - KNEE) / room;
        float bent = KNEE + room * over / (1 + over);
        return (short) (value < 0 ? -bent : bent);
    }
}
