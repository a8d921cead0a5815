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

    private static int windowsWith(Path wav, double hertz, double share) {
        if (!Files.exists(wav)) {
            return 0;
        }
        ByteBuffer file;
        try {
            file = ByteBuffer.wrap(Files.readAllBytes(wav)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (file.limit() < 44) {
            return 0;
        }
        // While Linphone still records, the header is not there yet: its 48 kHz mono is what follows.
        boolean header = file.getInt(0) == RIFF;
        int rate = header ? file.getInt(24) : 48_000;
        int channels = header ? file.getShort(22) : 1;
        int window = rate / 10;
        int found = 0;
        for (int at = 44; at + 2 * window * channels <= file.limit(); at += 2 * window * channels) {
            if (isTone(file, at, window, channels, hertz / rate, share)) {
                found++;
            }
        }
        return found;
    }

    private static boolean isTone(ByteBuffer file, int at, int window, int channels, double cycles, double share) {
        double coefficient = 2 * Math.cos(2 * Math.PI * cycles);
        double s1 = 0;
        double s2 = 0;
        double energy = 0;
        for (int i = 0; i < window; i++) {
            double x = file.getShort(at + 2 * i * channels);
            double s = x + coefficient * s1 - s2;
            s2 = s1;
            s1 = s;
            energy += x * x;
        }
        double atTone = (s1 * s1 + s2 * s2 - coefficient * s1 * s2) * 2 / window;
        return energy / window > QUIET * QUIET && atTone / energy > share;
    }
}
