package io.switchboard.media.dsp;

import java.util.Arrays;

/** Makes and finds tones. */
public final class Sounds {
    private Sounds() {}

    /** A sine from sample n on. */
    public static short[] sine(double frequency, double amplitude, int rate, int from, int samples) {
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * frequency * (from + i) / rate));
        }
        return pcm;
    }

    /** The amplitude of a frequency in a piece of sound, by Goertzel's algorithm with a Hann window. */
    public static double amplitude(short[] pcm, int from, int samples, int rate, double frequency) {
        double coefficient = 2 * Math.cos(2 * Math.PI * frequency / rate);
        double s1 = 0;
        double s2 = 0;
        for (int i = 0; i < samples; i++) {
            double window = 1 - Math.cos(2 * Math.PI * i / samples);
            double s = pcm[from + i] * window + coefficient * s1 - s2;
            s2 = s1;
            s1 = s;
        }
        return 2 * Math.sqrt(Math.max(0, s1 * s1 + s2 * s2 - coefficient * s1 * s2)) / samples;
    }

    /** The same of a whole array. */
    public static double amplitude(short[] pcm, int rate, double frequency) {
        return amplitude(pcm, 0, pcm.length, rate, frequency);
    }

    /** The amplitude in the best 400 ms at 8 kHz: what a sender missed on a busy machine is elsewhere. */
    public static double best(short[] pcm, double frequency) {
        double best = 0;
        for (int from = 0; from + 3_200 <= pcm.length; from += 400) {
            best = Math.max(best, amplitude(pcm, from, 3_200, 8_000, frequency));
        }
        return best;
    }

    /** Signal to noise in dB of a copy that is delayed by some samples. */
    public static double snr(short[] original, short[] copy, int delay, int from, int to) {
        double signal = 0;
        double noise = 1e-9;
        for (int i = from; i < to; i++) {
            double difference = original[i] - copy[i + delay];
            signal += (double) original[i] * original[i];
            noise += difference * difference;
        }
        return 10 * Math.log10(signal / noise);
    }

    /** Two pieces one after the other. */
    public static short[] join(short[] a, short[] b) {
        short[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
