package io.switchboard.media.dsp;

/** How loud a frame is, in dBov: 0 for a full square wave, -127 for silence (RFC 6464 §3 without its sign). */
public final class Level {
    /** The level of digital silence. */
    public static final int SILENCE = -127;

    private Level() {}

    /** The mean square of a frame's samples, 0 to 2^30. */
    public static int power(short[] pcm, int samples) {
        int sum = 0;
        for (int i = 0; i < samples; i++) {
            sum += (pcm[i] * pcm[i]) >> 10;
        }
        return samples == 0 ? 0 : (int) (((long) sum << 10) / samples);
    }

    /** A mean square in dBov, {@link #SILENCE} to 0. */
    public static int decibels(int power) {
        if (power <= 0) {
            return SILENCE;
        }
        return (int) Math.max(SILENCE, Math.round(10 * Math.log10(power / 1_073_741_824.0)));
    }
}
