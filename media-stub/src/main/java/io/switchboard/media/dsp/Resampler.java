package io.switchboard.media.dsp;

import java.util.Arrays;

/**
 * Changes the sampling rate of a stream by a rational factor: one polyphase filter of windowed sinc, some 24 taps for
 * each sample of the lower rate, flat up to 0.38 of that rate and 60 dB down from 0.54 of it. Not
 * thread-safe.
 */
public final class Resampler {
    private static final int TAPS = 24;
    private static final int SCALE = 1 << 14;
    private static final double KAISER_BETA = 6.0;

    private final int up;
    private final int down;
    private final int taps;
    /** For each phase its coefficients, the oldest sample's first. */
    private final int[][] phases;

    private int[] window;
    /** Where the next output lies, in 1/up of an input sample from the start of the next input frame. */
    private int position;

    /** From one rate to another, in Hz. */
    public Resampler(int from, int to) {
        int divisor = gcd(from, to);
        up = to / divisor;
        down = from / divisor;
        taps = up >= down ? TAPS : (int) Math.ceil((double) TAPS * down / up);
        phases = new int[up][taps];
        window = new int[taps - 1];
        double cutoff = 0.46 / Math.max(up, down); // of the rate at which both meet
        int length = taps * up;
        double middle = (length - 1) / 2.0;
        for (int phase = 0; phase < up; phase++) {
            double sum = 0;
            double[] h = new double[taps];
            for (int k = 0; k < taps; k++) {
                double t = phase + (double) k * up - middle;
                h[k] = sinc(2 * cutoff * t) * kaiser(t / (middle + 1));
                sum += h[k];
            }
            for (int k = 0; k < taps; k++) {
                phases[phase][taps - 1 - k] = (int) Math.round(h[k] / sum * SCALE);
            }
        }
    }

    /**
     * Resamples the next frame.
     *
     * @param input its samples, from index 0
     * @param samples how many
     * @param output where the result goes, from index 0
     * @return how many samples came out; always the same where the frame is a whole number of output samples
     */
    public int process(short[] input, int samples, short[] output) {
        int history = taps - 1;
        if (window.length < history + samples) {
            window = Arrays.copyOf(window, history + samples);
        }
        int[] w = window;
        for (int i = 0; i < samples; i++) {
            w[history + i] = input[i];
        }
        int out = 0;
        int at = position;
        int end = samples * up;
        while (at < end) {
            int[] h = phases[at % up];
            int start = at / up;
            int sum = SCALE / 2;
            for (int k = 0; k < h.length; k++) {
                sum += h[k] * w[start + k];
            }
            sum >>= 14;
            output[out++] = (short) (sum > 32_767 ? 32_767 : Math.max(sum, -32_768));
            at += down;
        }
        position = at - end;
        System.arraycopy(w, samples, w, 0, history);
        return out;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    private static double kaiser(double x) {
        return x <= -1 || x >= 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA);
    }

    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; k < 30; k++) {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }
        return sum;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
