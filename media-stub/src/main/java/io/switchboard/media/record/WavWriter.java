package io.switchboard.media.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * Writes a WAV file of 16 bits whose header can be brought up to date at any time, so that it is whole up to there
 * whatever happens later. Blocks; not thread-safe.
 */
final class WavWriter implements AutoCloseable {
    /** The most bytes of sound that the format's 32 bits can tell. */
    static final long MAX_DATA = 0xFFFF_FFFFL - 36 - 65_536;

    private static final int HEADER = 44;

    private final FileChannel file;
    private final int sampleRate;
    private final int channels;
    private long data;

    /**
     * Begins at the start of an open file, which is the writer's from now on.
     *
     * @throws IOException if the header cannot be written; the file is closed then
     */
    WavWriter(FileChannel file, int sampleRate, int channels) throws IOException {
        this.file = file;
        this.sampleRate = sampleRate;
        this.channels = channels;
        try {
            updateHeader();
            file.position(HEADER);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Adds samples, which stand in the buffer in little endian, of all channels in turn. */
    void write(ByteBuffer samples) throws IOException {
        data += samples.remaining();
        while (samples.hasRemaining()) {
            file.write(samples);
        }
    }

    /** Bytes of sound so far. */
    long data() {
        return data;
    }

    /** Writes the header for what is there now. */
    void updateHeader() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        int block = 2 * channels;
        header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt((int) (data + HEADER - 8));
        header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        header.putShort((short) 1).putShort((short) channels).putInt(sampleRate).putInt(sampleRate * block);
        header.putShort((short) block).putShort((short) 16);
        header.put("data".getBytes(StandardCharsets.US_ASCII)).putInt((int) data);
        header.flip();
        long at = 0;
        while (header.hasRemaining()) {
            at += file.write(header, at);
        }
    }

    /** The header, and the file is closed. */
    @Override
    public void close() throws IOException {
        try (file) {
            updateHeader();
        }
    }
}
