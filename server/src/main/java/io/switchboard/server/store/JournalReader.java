package io.switchboard.server.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the groups of a {@link BindingJournal} that is not written to any more, one after the other. */
final class JournalReader implements AutoCloseable {
    /** Where reading goes on: at this byte, with the group of this number; the beginning is 0 and 0. */
    record Place(long at, long number) {
        static final Place BEGINNING = new Place(0, 0);
    }

    private static final Logger log = LoggerFactory.getLogger(JournalReader.class);

    private final Path file;
    private final FileChannel in;
    private final boolean empty;
    private final long salt;
    private long at;
    private long number;

    /**
     * Opens a file.
     *
     * @throws IOException if it cannot be read, or is none that this version understands
     */
    JournalReader(Path file, Place from) throws IOException {
        this.file = file;
        in = FileChannel.open(file);
        try {
            ByteBuffer start = in.size() < BindingJournal.BLOCK ? null : read(0, BindingJournal.BLOCK);
            long format = start == null ? 0 : start.getLong();
            if (format != BindingJournal.FORMAT && format != 0) {
                throw new IOException(file + " is no journal of bindings that this version can read");
            }
            empty = format == 0; // killed while it was made
            salt = start == null ? 0 : start.getLong();
            at = Math.max(BindingJournal.BLOCK, from.at());
            number = from.number();
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    Place place() {
        return new Place(at, number);
    }

    /** Reads the next group; false if there is none. */
    boolean next(BindingCodec.Reader reader) throws IOException {
        if (empty || at + BindingJournal.HEADER > in.size()) {
            return false;
        }
        ByteBuffer header = read(at, BindingJournal.HEADER);
        int size = header.getInt();
        if (size == 0) {
            return false;
        }
        long end = at + BindingJournal.HEADER + size;
        boolean fits = size > 0 && size <= BindingJournal.LARGEST_GROUP && end <= in.size();
        ByteBuffer group = fits ? read(at + BindingJournal.HEADER, size) : ByteBuffer.allocate(0);
        if (!fits || BindingJournal.crc(salt, number, group.duplicate()) != header.getInt()) {
            // A write that was cut short by a kill or a power failure: nobody was told that it was stored.
            log.warn("{} ends at byte {} with a group that was not written to its end", file, at);
            return false;
        }
        BindingCodec.read(group, reader);
        at += BindingJournal.blocks(BindingJournal.HEADER + size);
        number++;
        return true;
    }

    private ByteBuffer read(long from, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        while (bytes.hasRemaining()) {
            if (in.read(bytes, from + bytes.position()) < 0) {
                throw new EOFException("the journal of bindings was cut while it was read");
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
