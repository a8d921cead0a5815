package io.switchboard.media.tone;

import io.switchboard.media.dsp.Resampler;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads WAV files of 16 bits whole, and brings them to a rate that rooms have. */
public final class WavReader {
    private static final int MAX_SECONDS = 600;
    private static final long MAX_BYTES = 4L * 48_000 * MAX_SECONDS + 65_536;
    private static final int RIFF = 0x46464952;
    private static final int WAVE = 0x45564157;
    private static final int FMT = 0x20746d66;
    private static final int DATA = 0x61746164;

    private WavReader() {}

    /**
     * Reads a file; two channels become one. Blocks.
     *
     * @throws IOException if it cannot be read or is no such file
     */
    public static Pcm read(Path path) throws IOException {
        if (Files.size(path) > MAX_BYTES) {
            throw new IOException(path + " is longer than " + MAX_SECONDS + " seconds");
        }
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        try {
            return read(path, file);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException(path + " is cut short or damaged", e);
        }
    }

    private static Pcm read(Path path, ByteBuffer file) throws IOException {
        if (file.getInt() != RIFF || file.getInt() == 0 || file.getInt() != WAVE) {
            throw new IOException(path + " is no WAV file");
        }
        int channels = 0;
        int rate = 0;
        while (true) {
            int chunk = file.getInt();
            int length = file.getInt();
            if (length < 0 && chunk != DATA) {
                throw new IOException(path + " is damaged");
            }
            long next = (long) file.position() + length + (length & 1);
            if (chunk == FMT) {
                int format = file.getShort();
                channels = file.getShort();
                rate = file.getInt();
                file.position(file.position() + 6);
                int bits = file.getShort();
                boolean extensible = format == (short) 0xFFFE;
                if ((format != 1 && !extensible) || bits != 16 || channels < 1 || channels > 2) {
                    throw new IOException(path + " is not PCM of 16 bits in one or two channels");
                }
                if (rate < 8_000 || rate > 48_000) {
                    throw new IOException(path + " has a rate of " + rate + " Hz, not 8000 to 48000");
                }
            } else if (chunk == DATA && rate > 0) {
                int frames = Math.min(length < 0 ? Integer.MAX_VALUE : length, file.remaining()) / (2 * channels);
                return atRoomRate(rate, mono(file, frames, channels));
            }
            file.position((int) Math.min(Integer.MAX_VALUE, next));
        }
    }

    private static short[] mono(ByteBuffer file, int frames, int channels) {
        short[] samples = new short[frames];
        for (int i = 0; i < frames; i++) {
            samples[i] = channels == 1 ? file.getShort() : (short) ((file.getShort() + file.getShort()) >> 1);
        }
        return samples;
    }

    private static Pcm atRoomRate(int rate, short[] samples) {
        int target = rate <= 8_000 ? 8_000 : rate <= 24_000 ? 16_000 : 48_000;
        if (target == rate) {
            return new Pcm(rate, samples);
        }
        short[] out = new short[(int) ((long) samples.length * target / rate) + 2];
        int length = new Resampler(rate, target).process(samples, samples.length, out);
        return new Pcm(target, Arrays.copyOf(out, length));
    }
}
