package io.switchboard.server.records;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A memory-mapped file of slots: what is written into it survives a killed process without a system call. An entry is a
 * chain of slots; it exists from the moment in which the word of its first slot is set, and is gone when that is zero.
 *
 * <p>Slot: state (4 bytes), size of the entry (4), next slot or -1 (4), CRC-32C of the entry (4), version (8), data.
 */
final class Journal implements AutoCloseable {
    static final int FREE = 0;
    static final int OPEN = 1;
    static final int CLOSED = 2;

    /** Slot 0 holds no entry, but the time at which the process was last seen alive. */
    static final int FIRST = 1;

    static final int SLOT = 1024;
    static final int HEADER = 24;
    static final int ROOM = SLOT - HEADER;
    static final int SLOTS_PER_SEGMENT = 4096;
    static final int MOST_SEGMENTS = 256;

    private static final int SEGMENT = SLOT * SLOTS_PER_SEGMENT;
    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final FileChannel channel;
    private final MappedByteBuffer[] segments = new MappedByteBuffer[MOST_SEGMENTS];
    private volatile int count;

    /**
     * Opens the journal, or makes a new one.
     *
     * @throws IOException also if another process has it open
     */
    Journal(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw new IOException(file + " is in use by another process");
            }
            int existing = (int) Math.min(MOST_SEGMENTS, channel.size() / SEGMENT);
            while (count < Math.max(1, existing)) {
                grow();
            }
        } catch (IOException | OverlappingFileLockException e) {
            channel.close();
            throw e instanceof IOException io ? io : new IOException(file + " is in use", e);
        }
    }

    /** Number of slots. */
    int slots() {
        return count * SLOTS_PER_SEGMENT;
    }

    /** Adds a segment. The disk space is taken now, since a mapped page without space is a fault. Blocks. */
    void grow() throws IOException {
        if (count == MOST_SEGMENTS) {
            throw new IOException("the journal of open calls has reached its largest size");
        }
        long start = (long) count * SEGMENT;
        ByteBuffer zeros = ByteBuffer.allocate(64 * 1024);
        for (long at = channel.size(); at < start + SEGMENT; at += zeros.position()) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), start + SEGMENT - at));
            channel.write(zeros, at);
        }
        MappedByteBuffer segment = channel.map(FileChannel.MapMode.READ_WRITE, start, SEGMENT);
        segment.order(ByteOrder.nativeOrder());
        int index = count;
        segments[index] = segment;
        count = index + 1; // publishes the segment to the other thread
    }

    /** Writes a slot's part of an entry; it counts only once {@link #state(int, int)} is set on the first slot. */
    void write(int slot, byte[] bytes, int from, int size, int next, long version, int total, int crc) {
        MappedByteBuffer segment = segment(slot);
        int at = offset(slot);
        segment.putInt(at + 4, total);
        segment.putInt(at + 8, next);
        segment.putInt(at + 12, crc);
        segment.putLong(at + 16, version);
        segment.put(at + HEADER, bytes, from, size);
    }

    void state(int slot, int state) {
        WORD.setRelease(segment(slot), offset(slot), state);
    }

    int state(int slot) {
        return (int) WORD.getAcquire(segment(slot), offset(slot));
    }

    int next(int slot) {
        return segment(slot).getInt(offset(slot) + 8);
    }

    long version(int slot) {
        return segment(slot).getLong(offset(slot) + 16);
    }

    /** The data of the entry that begins in this slot; empty if it is damaged, as it may be after a power failure. */
    byte[] read(int slot) {
        int total = segment(slot).getInt(offset(slot) + 4);
        if (total <= 0 || (total - 1) / ROOM >= slots()) {
            return new byte[0];
        }
        byte[] bytes = new byte[total];
        int at = slot;
        for (int done = 0; done < total; done += ROOM) {
            if (at < 0 || at >= slots()) {
                return new byte[0];
            }
            segment(at).get(offset(at) + HEADER, bytes, done, Math.min(ROOM, total - done));
            at = next(at);
        }
        return crc(bytes, total) == segment(slot).getInt(offset(slot) + 12) ? bytes : new byte[0];
    }

    /** Notes that the process is alive, at this time in milliseconds since the epoch. */
    void alive(long millis) {
        segment(0).putLong(HEADER, millis);
    }

    /** When a process was last seen alive, in milliseconds since the epoch; 0 if never. */
    long alive() {
        return segment(0).getLong(HEADER);
    }

    static int crc(byte[] bytes, int size) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, size);
        return (int) crc.getValue();
    }

    private MappedByteBuffer segment(int slot) {
        return segments[slot / SLOTS_PER_SEGMENT];
    }

    private static int offset(int slot) {
        return slot % SLOTS_PER_SEGMENT * SLOT;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
