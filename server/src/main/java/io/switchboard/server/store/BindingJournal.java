package io.switchboard.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that groups of changes are appended to; an append that returns is on the disk. The file: a block with a word
 * that names the format and a random number, then the groups, each from the beginning of a block on, so that none that was
 * acknowledged is ever written again. A group: its length in bytes (4), CRC-32C over the random number, its number in the
 * file and its bytes (4), and these. Behind the last one are zeros, written beforehand, for to write where there is space
 * already is cheaper, and cannot fail for want of it. The page cache is passed by where the file system can do so.
 */
final class BindingJournal implements AutoCloseable {
    /** Bytes in front of a group. */
    static final int HEADER = 8;

    /** What disks write as one, and a multiple of all that they ask to be aligned to. */
    static final int BLOCK = 4096;

    private static final Logger log = LoggerFactory.getLogger(BindingJournal.class);

    static final long FORMAT = 0x53574249_4e440001L; // SWBIND, version 1
    private static final int BUFFER = 16 * BLOCK;
    private static final int STEP = 256 * BLOCK;
    static final int LARGEST_GROUP = 1 << 30;

    private final FileChannel channel;
    private final Path file;
    private final long salt = new SecureRandom().nextLong();
    private final ByteBuffer buffer = aligned(BUFFER);
    private final ByteBuffer zeros = aligned(STEP);
    private long position = BLOCK;
    private long space;
    private long groups;

    private BindingJournal(Path file, OpenOption... options) throws IOException {
        this.file = file;
        channel = FileChannel.open(file, options);
        try {
            grow(STEP);
            buffer.putLong(FORMAT).putLong(salt).position(BLOCK).flip();
            write(buffer, 0);
            try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent())) {
                directory.force(true); // the file's name is durable too
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Begins a new file. */
    static BindingJournal begin(Path file) throws IOException {
        try {
            return new BindingJournal(
                    file,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DSYNC,
                    uncached());
        } catch (IOException | UnsupportedOperationException | ReflectiveOperationException e) {
            log.debug("{} goes through the page cache", file, e);
            return new BindingJournal(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
        }
    }

    /** By reflection, for the option is in every JDK, but in no specification, and the compiler warns of that. */
    private static OpenOption uncached() throws ReflectiveOperationException {
        Object[] all = Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
        for (Object option : all == null ? new Object[0] : all) {
            if (option.toString().equals("DIRECT") && option instanceof OpenOption direct) {
                return direct;
            }
        }
        throw new NoSuchFieldException("DIRECT");
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
        if (position + length + BLOCK > space) {
            grow(position + length + BLOCK);
        }
        int crc = crc(salt, groups, ByteBuffer.wrap(bytes, HEADER, size));
        ByteBuffer.wrap(bytes).putInt(size).putInt(crc);
        try {
            // What stands first makes it a group, and is written last.
            for (int from = (length - 1) / BUFFER * BUFFER; from >= 0; from -= BUFFER) {
                int part = Math.min(BUFFER, length - from);
                buffer.clear().put(bytes, from, part);
                buffer.put(zeros.clear().limit((int) blocks(part) - part)).flip();
                write(buffer, position + from);
            }
        } catch (IOException e) {
            disown();
            throw e;
        }
        position += blocks(length);
        groups++;
    }

    /** Of a group that was refused as much may have been written as makes it whole; without its length it is none. */
    private void disown() {
        try {
            write(zeros.clear().limit(BLOCK), position);
        } catch (IOException e) {
            log.debug("{} cannot be written at all", file, e);
        }
    }

    private void grow(long to) throws IOException {
        while (space < to) {
            write(zeros.clear(), space);
            space += STEP;
        }
    }

    private void write(ByteBuffer from, long at) throws IOException {
        long to = at;
        while (from.hasRemaining()) {
            to += channel.write(from, to);
        }
    }

    private static ByteBuffer aligned(int size) {
        return ByteBuffer.allocateDirect(size + BLOCK)
                .alignedSlice(BLOCK)
                .limit(size)
                .slice();
    }

    /** Bytes of the blocks that so many bytes take. */
    static long blocks(long length) {
        return (length + BLOCK - 1) / BLOCK * BLOCK;
    }

    /** Of a group: over the random number of its file, its own number, and its bytes. */
    static int crc(long salt, long number, ByteBuffer group) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(16).putLong(salt).putLong(number).flip());
        crc.update(group);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
