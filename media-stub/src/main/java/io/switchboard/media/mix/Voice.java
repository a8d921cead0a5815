package io.switchboard.media.mix;

import io.switchboard.media.dsp.Level;

/** One voice that goes into a mix: 20 ms at a time, with its volume and level. Belongs to one lane. */
public final class Voice {
    /** Gains are in 4096ths. */
    static final int UNITY = 4096;

    private static final int POWER_DECAY = 16;

    short[] frame;
    int[] contribution;
    private boolean sounding;
    private int volume = UNITY;
    private boolean muted;
    private int power;
    private int smoothed;
    /** The gain at the end of the last frame. */
    int gain;

    boolean chosen;
    boolean contributes;

    /** @param samples samples of a frame at the mix's rate */
    public Voice(int samples) {
        frame = new short[samples];
        contribution = new int[samples];
    }

    /** Another rate of the mix. */
    public void resize(int samples) {
        frame = new short[samples];
        contribution = new int[samples];
        sounding = false;
        contributes = false;
    }

    /** Where the next frame's samples go before {@link #heard}. */
    public short[] frame() {
        return frame;
    }

    /**
     * The next frame is there.
     *
     * @param sound false if it is silence, whatever {@link #frame} holds
     */
    public void heard(boolean sound) {
        power = sound ? Level.power(frame, frame.length) : 0;
        smoothed = power > smoothed ? power : smoothed - (smoothed - power) / POWER_DECAY;
        sounding = power > 0;
    }

    /** Whether the last frame had any sound. */
    public boolean sounding() {
        return sounding;
    }

    /** How loud the last frame was, before volume and mute, in dBov. */
    public int level() {
        return Level.decibels(power);
    }

    /** The recent mean square, which falls slowly. */
    int loudness() {
        return muted ? 0 : smoothed;
    }

    /** Whether others hear something of it in this frame, a fade included. */
    public boolean contributes() {
        return contributes;
    }

    /** Nobody hears it while muted. */
    public void mute(boolean mute) {
        muted = mute;
    }

    /** Whether it is muted. */
    public boolean muted() {
        return muted;
    }

    /**
     * How loud the others hear it.
     *
     * @param decibels -60 to 20; 0 as it is
     */
    public void volume(double decibels) {
        volume = (int) Math.round(UNITY * Math.pow(10, Math.max(-60, Math.min(20, decibels)) / 20));
    }

    /** Adds the frame to a sum with the gain that it shall have now, faded over from the one that it had. */
    void addTo(int[] sum) {
        int target = chosen && sounding && !muted ? volume : 0;
        int from = gain;
        gain = target;
        contributes = sounding && (from | target) != 0;
        if (!contributes) {
            return;
        }
        int[] c = contribution;
        short[] f = frame;
        int n = f.length;
        if (from == UNITY && target == UNITY) {
            for (int i = 0; i < n; i++) {
                c[i] = f[i];
                sum[i] += f[i];
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            int value = (int) (((long) f[i] * (from + (target - from) * i / n)) >> 12);
            c[i] = value;
            sum[i] += value;
        }
    }
}
