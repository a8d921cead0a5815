package io.switchboard.sip.transaction;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Byte strings, appended at the end and dropped from the front, in a few large arrays: millions of short-lived messages
 * are one object in a thousand for the garbage collector. A place is good until its string is dropped.
 */
final class ByteQueue {
    private static final int CHUNK = 1 << 18;

    private final ArrayDeque<byte[]> free = new ArrayDeque<>();
    private byte[] @Nullable [] chunks = new byte[4][];
    private long first; // number of the oldest chunk in use
    private long last = -1; // number of the one that is filled
    private int end = CHUNK;

    /** Appends a string of at least one byte; gives its place. */
    long add(byte[] from, int offset, int length) {
        if (length > CHUNK - end) {
            open(Math.max(CHUNK, length));
        }
        byte[] chunk = chunk(last);
        System.arraycopy(from, offset, chunk, end, length);
        long place = last << 32 | end;
        end += length;
        return place;
    }

    /** A copy of a string. */
    byte[] copy(long place, int length) {
        int at = (int) place;
        return Arrays.copyOfRange(chunk(place >>> 32), at, at + length);
    }

    /** Drops all before this place. */
    void dropBefore(long place) {
        long chunk = place >>> 32;
        while (first < chunk) {
            release();
        }
    }

    /** Drops all. */
    void clear() {
        while (first <= last) {
            release();
        }
        end = CHUNK;
    }

    private void release() {
        int at = (int) first & (chunks.length - 1);
        byte[] old = chunks[at];
        chunks[at] = null;
        first++;
        if (old != null && old.length == CHUNK && free.size() < 2) {
            free.add(old);
        }
    }

    private byte[] chunk(long number) {
        byte[] chunk = chunks[(int) number & (chunks.length - 1)];
        if (chunk == null) {
            throw new IllegalStateException("the string was dropped");
        }
        return chunk;
    }

    private void open(int size) {
        if (last - first + 1 == chunks.length) {
            byte[] @Nullable [] more = new byte[chunks.length * 2][];
            for (long i = first; i <= last; i++) {
                more[(int) i & (more.length - 1)] = chunks[(int) i & (chunks.length - 1)];
            }
            chunks = more;
        }
        last++;
        byte[] reused = size == CHUNK ? free.poll() : null;
        chunks[(int) last & (chunks.length - 1)] = reused != null ? reused : new byte[size];
        end = 0;
    }
}
