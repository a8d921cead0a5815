package io.switchboard.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sines in WAV files, and Goertzel's filter to find them again in a recording: it proves who hears whom. */
final class Tones {
    private static final int RATE = 8_000;
    /** How a WAV file begins, as a little-endian number. */
    private static final int RIFF = 0x46464952;

    /** Part of a window's energy that has to lie at the tone. */
    private static final double SHARE = 0.5;
    /** The same where two or three tones are mixed. */
    private static final double AMONG = 0.2;
    /** The same where nothing else is to be heard. */
    private static final double ALONE = 0.8;
    /** Quieter windows (root mean square of 16-bit samples) are silence. */
    private static final double QUIET = 200;
    /** Windows of 100 ms in which a tone has to be heard. */
    private static final int WINDOWS = 5;

    private Tones() {}

    /** Writes a sine of some seconds as 16-bit mono at 8 kHz. */
    static Path write(Path file, double hertz, int seconds) {
        int samples = RATE * seconds;
        ByteBuffer wav = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(US_ASCII)).putInt(36 + 2 * samples).put("WAVEfmt ".getBytes(US_ASCII));
        wav.putInt(16).putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
        wav.putShort((short) 2).putShort((short) 16);
        wav.put("data".getBytes(US_ASCII)).putInt(2 * samples);
        for (int i = 0; i < samples; i++) {
            wav.putShort((short) (12_000 * Math.sin(2 * Math.PI * hertz * i / RATE)));
        }
        try {
            return Files.write(file, wav.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether half a second of this tone is in the recording. */
    static boolean heard(Path wav, double hertz) {
        return windowsWith(wav, hertz) >= WINDOWS;
    }

    /** The same for a tone among others that are as loud. */
    static boolean heardAmong(Path wav, double hertz) {
        return windowsWith(wav, hertz, AMONG) >= WINDOWS;
    }

    /** In how many windows of 100 ms the tone is the main thing; 0 if there is no recording. */
    static int windowsWith(Path wav, double hertz) {
        return windowsWith(wav, hertz, SHARE);
    }

    /** Longest time in ms from the first sound of a tone, alone or among others, to its last in which it is not there. */
    static int longestGap(Path wav, double hertz) {
        Sound sound = Sound.read(wav);
        int window = sound.rate / 50;
        int longest = 0;
        int since = -1;
        for (int i = 0; sound.has(i, window); i++) {
            if (sound.isTone(i, window, hertz, AMONG)) {
                longest = since < 0 ? 0 : Math.max(longest, i - since - 1);
                since = i;
            }
        }
        return 20 * longest;
    }

    /** In how many windows of 100 ms a channel, the first is 0, holds this tone and nothing else. */
    static int windowsInChannel(Path wav, int channel, double hertz) {
        Sound sound = Sound.read(wav, channel);
        int window = sound.rate / 10;
        int found = 0;
        for (int i = 0; sound.has(i, window); i++) {
            found += sound.isTone(i, window, hertz, ALONE) ? 1 : 0;
        }
        return found;
    }

    /** Whether the last so many ms of a recording hold this tone alone. */
    static boolean endsWith(Path wav, double hertz, int millis) {
        Sound sound = Sound.read(wav);
        int window = sound.rate / 10;
        int windows = 0;
        while (sound.has(windows, window)) {
            windows++;
        }
        int from = windows - millis / 100;
        for (int i = from; i < windows; i++) {
            if (i < 0 || !sound.isTone(i, window, hertz, ALONE)) {
                return false;
            }
        }
        return true;
    }

    private static int windowsWith(Path wav, double hertz, double share) {
        Sound sound = Sound.read(wav);
        int window = sound.rate / 10;
        int found = 0;
        for (int i = 0; sound.has(i, window); i++) {
            found += sound.isTone(i, window, hertz, share) ? 1 : 0;
        }
        return found;
    }

    /**
     * What was recorded.
     *
     * @param channels how many the file has
     * @param samples of one of them
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sound(int rate, int channels, short[] samples) {
        /** No samples if there is no recording. */
        static Sound read(Path wav) {
            return read(wav, 0);
        }

        static Sound read(Path wav, int channel) {
            if (!Files.exists(wav)) {
                return new Sound(RATE, 1, new short[0]);
            }
            ByteBuffer file;
            try {
                file = ByteBuffer.wrap(Files.readAllBytes(wav)).order(ByteOrder.LITTLE_ENDIAN);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (file.limit() < 44) {
                return new Sound(RATE, 1, new short[0]);
            }
            // While Linphone still records, the header is not there yet: its 48 kHz mono is what follows.
            boolean header = file.getInt(0) == RIFF;
            int channels = header ? file.getShort(22) : 1;
            short[] samples = new short[(file.limit() - 44) / 2 / channels];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = file.getShort(44 + 2 * (i * channels + channel));
            }
            return new Sound(header ? file.getInt(24) : 48_000, channels, samples);
        }

        boolean has(int index, int window) {
            return (index + 1) * window <= samples.length;
        }

        boolean isTone(int index, int window, double hertz, double share) {
            double coefficient = 2 * Math.cos(2 * Math.PI * hertz / rate);
            double s1 = 0;
            double s2 = 0;
            double energy = 0;
            for (int i = 0; i < window; i++) {
                double x = samples[index * window + i];
                double s = x + coefficient * s1 - s2;
                s2 = s1;
                s1 = s;
                energy += x * x;
            }
            double atTone = (s1 * s1 + s2 * s2 - coefficient * s1 * s2) * 2 / window;
            return energy / window > QUIET * QUIET && atTone / energy > share;
        }
    }
}
