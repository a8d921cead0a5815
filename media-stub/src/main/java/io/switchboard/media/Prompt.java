package io.switchboard.media;

import java.nio.file.Path;
import java.util.List;

/** Something to play: generated tones or a file. */
public sealed interface Prompt {
    /** Whether it begins anew when it is over, until it is stopped. */
    boolean repeats();

    /**
     * Tones one after the other.
     *
     * @param tones in order, at least one
     */
    record Tones(List<Tone> tones, boolean repeats) implements Prompt {
        public Tones {
            tones = List.copyOf(tones);
        }
    }

    /**
     * One or two frequencies for a time, or a pause.
     *
     * @param first in Hz, below 4000; 0 for a pause
     * @param second in Hz, below 4000; 0 for none
     * @param millis how long, in ms
     */
    record Tone(int first, int second, int millis) {}

    /**
     * A WAV file of 16 bits in one or two channels, of any rate from 8 to 48 kHz and of at most ten minutes.
     *
     * @param path where it is; read when it is played first
     */
    record WavFile(Path path, boolean repeats) implements Prompt {}

    /** The called phone rings: 425 Hz, one second of five (ITU-T E.180, Europe). */
    static Prompt ringback() {
        return new Tones(List.of(new Tone(425, 0, 1000), new Tone(0, 0, 4000)), true);
    }

    /** The called party is busy: 425 Hz, half a second on and off. */
    static Prompt busy() {
        return new Tones(List.of(new Tone(425, 0, 500), new Tone(0, 0, 500)), true);
    }

    /** A short beep, such as before a recording. */
    static Prompt beep() {
        return new Tones(List.of(new Tone(1000, 0, 250)), false);
    }

    /** Somebody has come in: two tones upwards. */
    static Prompt entry() {
        return new Tones(List.of(new Tone(523, 0, 120), new Tone(784, 0, 160)), false);
    }

    /** Somebody has left: two tones downwards. */
    static Prompt exit() {
        return new Tones(List.of(new Tone(784, 0, 120), new Tone(523, 0, 160)), false);
    }

    /** The room is locked: three low tones. */
    static Prompt locked() {
        Tone low = new Tone(350, 440, 200);
        Tone pause = new Tone(0, 0, 100);
        return new Tones(List.of(low, pause, low, pause, low), false);
    }

    /** The room is full, or there is no way through: 480 and 620 Hz, a quarter of a second on and off. */
    static Prompt full() {
        Tone tone = new Tone(480, 620, 250);
        Tone pause = new Tone(0, 0, 250);
        return new Tones(List.of(tone, pause, tone, pause, tone, pause, tone), false);
    }

    /** Waiting to be let in or served: two soft tones every four seconds. */
    static Prompt waiting() {
        return new Tones(List.of(new Tone(440, 0, 200), new Tone(554, 0, 300), new Tone(0, 0, 3500)), true);
    }
}
