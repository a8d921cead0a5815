package io.switchboard.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * One buffer for a batch of datagrams, taken again for every read, since the messages are copied out of it before the
 * next.
 */
final class ReceiveBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
    /** The largest UDP payload fits. */
    static final int DATAGRAM = 65536;
    /** Datagrams per system call. */
    private static final int BATCH = 16;
    /** Datagrams before other sockets of the loop have their turn. */
    private static final int PER_READ = 64;

    private final int size;
    private @Nullable ByteBuf kept;

    ReceiveBuffer(NetworkIo io) {
        super(PER_READ);
        this.size = io == NetworkIo.EPOLL ? DATAGRAM * BATCH : DATAGRAM;
    }

    @Override
    @SuppressWarnings("deprecation") // the overridden method's own return type
    public Handle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public int guess() {
                return size;
            }

            @Override
            public ByteBuf allocate(ByteBufAllocator allocator) {
                ByteBuf buffer = kept;
                if (buffer == null) {
                    kept = buffer = allocator.directBuffer(size, size);
                } else if (buffer.refCnt() > 1) {
                    return allocator.directBuffer(size, size);
                }
                return buffer.clear().retain();
            }
        };
    }

    /** Gives the buffer back; in the lane, after the socket is closed. */
    void release() {
        ByteBuf buffer = kept;
        if (buffer != null) {
            kept = null;
            buffer.release();
        }
    }
}
