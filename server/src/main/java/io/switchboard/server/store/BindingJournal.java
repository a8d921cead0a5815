package io.switchboard.server.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that groups of changes are appended to; an append that returns is on the disk. The file: a word that names the
 * format, a random number, then the groups. A group: its length in bytes (4), CRC-32C over the random number, its number in
 * the file and its bytes (4), and these. Behind the last one are zeros, written beforehand, for to write where there is
 * space already is cheaper, and cannot fail for want of it.
 */
final class BindingJournal implements AutoCloseable {
    /** Bytes in front of a group. */
    static final int HEADER = 8;

    private static final Logger log = LoggerFactory.getLogger(BindingJournal.class);
    private static final long FORMAT = 0x53574249_4e440001L; // SWBIND, version 1
    private static final int START = 16;
    private static final int STEP = 1024 * 1024;
    private static final int LARGEST_GROUP = 1 << 30;

    private final FileChannel channel;
    private final Path file;
    private final long salt = new SecureRandom().nextLong();
    private final ByteBuffer direct = ByteBuffer.allocateDirect(64 * 1024);
    private long position = START;
    private long space;
    private long groups;

    /** Begins a new file. */
    BindingJournal(Path file) throws IOException {
        this.file = file;
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
        try {
            grow(STEP);
            write(ByteBuffer.allocate(START).putLong(FORMAT).putLong(salt).flip(), 0);
            try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent())) {
                directory.force(true); // the file's name is durable too
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    Path file() {
        return file;
    }

    /** Bytes written. */
    long size() {
        return position;
    }

    /**
     * Appends a group and forces it to the disk.
     *
     * @param bytes begins with {@link #HEADER} bytes that are overwritten here
     * @throws IOException if that fails; what was appended before is still there, and the next append takes its place
     */
    void append(byte[] bytes, int length) throws IOException {
        int size = length - HEADER;
        if (position + length + HEADER > space) {
            grow(position + length + STEP);
        }
        int crc = crc(salt, groups, ByteBuffer.wrap(bytes, HEADER, size));
        ByteBuffer.wrap(bytes).putInt(size).putInt(crc);
        try {
            // What stands first makes it a group, and is written last.
            int tail = length;
            while (tail > 0) {
                int from = Math.max(0, tail - direct.capacity());
                direct.clear().put(bytes, from, tail - from).flip();
                write(direct, position + from);
                tail = from;
            }
        } catch (IOException e) {
            disown();
            throw e;
        }
        position += length;
        groups++;
    }

    /** Of a group that was refused as much may have been written as makes it whole; without its length it is none. */
    private void disown() {
        try {
            write(ByteBuffer.allocate(HEADER), position);
        } catch (IOException e) {
            log.debug("{} cannot be written at all", file, e);
        }
    }

    private void grow(long to) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(STEP);
        long at = space;
        while (at < to) {
            zeros.clear();
            write(zeros, at);
            at += STEP;
            space = at;
        }
    }

    private void write(ByteBuffer from, long at) throws IOException {
        long to = at;
        while (from.hasRemaining()) {
            to += channel.write(from, to);
        }
    }

    private static int crc(long salt, long number, ByteBuffer group) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(16).putLong(salt).putLong(number).flip());
        crc.update(group);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Reads all groups of a file that was written by a process which has ended. */
    static void replay(Path file, BindingCodec.Reader reader) throws IOException {
        try (FileChannel in = FileChannel.open(file)) {
            if (in.size() < START) {
                return; // killed while it was made
            }
            ByteBuffer start = read(in, 0, START);
            long format = start.getLong();
            if (format != FORMAT) {
                if (format == 0) {
                    return;
                }
                throw new IOException(file + " is no journal of bindings that this version can read");
            }
            long salt = start.getLong();
            long at = START;
            for (long number = 0; at + HEADER <= in.size(); number++) {
                ByteBuffer header = read(in, at, HEADER);
                int size = header.getInt();
                if (size == 0) {
                    return;
                }
                boolean fits = size > 0 && size <= LARGEST_GROUP && at + HEADER + size <= in.size();
                ByteBuffer group = fits ? read(in, at + HEADER, size) : ByteBuffer.allocate(0);
                if (!fits || crc(salt, number, group.duplicate()) != header.getInt()) {
                    // A write that was cut short by a kill or a power failure: nobody was told that it was stored.
                    log.warn("{} ends at byte {} with a group that was not written to its end", file, at);
                    return;
                }
                BindingCodec.read(group, reader);
                at += HEADER + size;
            }
        }
    }

    private static ByteBuffer read(FileChannel in, long at, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        while (bytes.hasRemaining()) {
            if (in.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException("the journal of bindings was cut while it was read");
            }
        }
        return bytes.flip();
    }
}
