package io.switchboard.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The one buffer that all TCP connections of a lane read into, one after the other: whoever reads copies what it keeps.
 * It is so large that one system call mostly empties a socket. Not for TLS, which keeps buffers until a record is whole.
 * Used in the lane alone.
 */
final class StreamBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
    private static final int SIZE = 1 << 16;
    /** Reads before other sockets of the loop have their turn. */
    private static final int PER_READ = 16;

    /** Messages are cut in an array, for bytes are dear to look at one by one outside of the heap. */
    private final ByteBuf heap = Unpooled.buffer(SIZE);

    private @Nullable ByteBuf kept;

    StreamBuffer() {
        super(PER_READ);
    }

    @Override
    @SuppressWarnings("deprecation") // the overridden method's own return type
    public Handle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public int guess() {
                return SIZE;
            }

            @Override
            public ByteBuf allocate(ByteBufAllocator allocator) {
                ByteBuf buffer = kept;
                if (buffer == null) {
                    kept = buffer = allocator.directBuffer(SIZE, SIZE);
                } else if (buffer.refCnt() > 1) {
                    return allocator.directBuffer(SIZE, SIZE);
                }
                return buffer.clear().retain();
            }
        };
    }

    /** A copy of what was read; the next is made in the same place once it is released. */
    ByteBuf copy(ByteBuf read) {
        return heap.refCnt() > 1
                ? Unpooled.copiedBuffer(read)
                : heap.clear().writeBytes(read).retain();
    }

    /** Gives the buffer back; in the lane, after the connections are closed. */
    void release() {
        ByteBuf buffer = kept;
        if (buffer != null) {
            kept = null;
            buffer.release();
        }
    }
}
