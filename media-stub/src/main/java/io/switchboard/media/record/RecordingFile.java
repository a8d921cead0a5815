package io.switchboard.media.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A recording on its way to the disk: the mixing thread offers frames, which never blocks it, and a virtual thread
 * writes them. What a slow disk cannot take in time becomes silence of the same length. The first error ends the
 * recording, and nothing else.
 */
public final class RecordingFile {
    private static final int QUEUED_FRAMES = 250; // five seconds of a disk that does not answer
    private static final int FRAMES_A_SECOND = 50;

    private final Path path;
    private final Opening opening;
    private final int sampleRate;
    private final int channels;
    private final Listener listener;
    private final BlockingQueue<Chunk> queue = new ArrayBlockingQueue<>(QUEUED_FRAMES);
    private final AtomicLong missed = new AtomicLong();
    private volatile boolean stopping;
    private volatile boolean over;

    /** Frames that the disk could not take since the last that it could; known to the mixing thread only. */
    private int gap;

    /** A frame and how many are missing before it. */
    @SuppressWarnings("ArrayRecordComponent") // handed from one thread to the other, never compared
    private record Chunk(int missing, short[] samples) {}

    /** Opens the file. */
    @FunctionalInterface
    interface Opening {
        FileChannel open() throws IOException;
    }

    /** Is told how a recording has ended. */
    public interface Listener {
        /**
         * The file is closed. Called on the writing thread.
         *
         * @param bytes bytes of sound that were written
         * @param missedFrames frames of 20 ms that the disk could not take and that are silence in the file
         * @param error why it ended before it was stopped, or null
         */
        void ended(long bytes, long missedFrames, @Nullable IOException error);
    }

    /**
     * Starts a recording; the file is made by the writing thread.
     *
     * @param sampleRate in Hz
     * @param channels 1 or more
     */
    public RecordingFile(Path path, int sampleRate, int channels, Listener listener) {
        this(
                path,
                () -> FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                sampleRate,
                channels,
                listener);
    }

    RecordingFile(Path path, Opening opening, int sampleRate, int channels, Listener listener) {
        this.path = path;
        this.opening = opening;
        this.sampleRate = sampleRate;
        this.channels = channels;
        this.listener = listener;
        Thread.ofVirtual().name("recording " + path.getFileName()).start(this::run);
    }

    /** The rate in Hz. */
    public int sampleRate() {
        return sampleRate;
    }

    /** How many channels. */
    public int channels() {
        return channels;
    }

    /** Whether it takes no more frames. */
    public boolean over() {
        return over || stopping;
    }

    /**
     * Offers a frame of 20 ms; the array is the file's from now on.
     *
     * @param samples of all channels in turn
     */
    public void offer(short[] samples) {
        if (over()) {
            return;
        }
        if (queue.offer(new Chunk(gap, samples))) {
            gap = 0;
        } else {
            gap++;
            missed.incrementAndGet();
        }
    }

    /** Ends the recording once all that was offered is written. */
    public void stop() {
        stopping = true;
    }

    private void run() {
        IOException error = null;
        long bytes = 0;
        WavWriter writer = null;
        try (WavWriter opened = new WavWriter(opening.open(), sampleRate, channels)) {
            writer = opened;
            write(opened);
        } catch (IOException e) {
            error = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        over = true;
        queue.clear();
        if (writer != null) {
            bytes = writer.data();
        }
        listener.ended(bytes, missed.get(), error);
    }

    private void write(WavWriter writer) throws IOException, InterruptedException {
        int samples = sampleRate / 50 * channels;
        ByteBuffer buffer = ByteBuffer.allocate(2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer silence = ByteBuffer.allocate(2 * samples);
        int sinceHeader = 0;
        while (true) {
            Chunk chunk = queue.poll(100, TimeUnit.MILLISECONDS);
            if (chunk == null) {
                if (stopping && queue.isEmpty()) {
                    return;
                }
                continue;
            }
            for (int i = 0; i < chunk.missing(); i++) {
                writer.write(silence.rewind());
            }
            buffer.clear();
            buffer.asShortBuffer().put(chunk.samples());
            writer.write(buffer.limit(2 * chunk.samples().length));
            if (++sinceHeader >= FRAMES_A_SECOND) {
                sinceHeader = 0;
                writer.updateHeader();
            }
            if (writer.data() > WavWriter.MAX_DATA) {
                throw new IOException(path + " has the greatest length that a WAV file can have");
            }
        }
    }
}
