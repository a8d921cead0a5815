package io.switchboard.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
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
    private final boolean batched;
    private @Nullable ByteBuf kept;
    private int taken;

    ReceiveBuffer(NetworkIo io) {
        super(PER_READ);
        this.batched = io == NetworkIo.EPOLL;
        this.size = batched ? DATAGRAM * BATCH : DATAGRAM;
    }

    @Override
    @SuppressWarnings("deprecation") // the overridden method's own return type
    public Handle newHandle() {
        return new MaxMessageHandle() {
            // A batch that is not full has emptied the socket: asking again would only cost two system calls to hear
            // so.
            // What comes meanwhile wakes the loop.
            @Override
            public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
                return (!batched || taken >= BATCH) && super.continueReading(maybeMoreData);
            }

            @Override
            public int guess() {
                return size;
            }

            @Override
            public ByteBuf allocate(ByteBufAllocator allocator) {
                taken = 0;
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

    /** A datagram of the current batch was read. */
    void took() {
        taken++;
    }

    /** Whether the last batch was all that there was; one by one that cannot be told, and counts as so. */
    boolean emptied() {
        return !batched || taken < BATCH;
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
