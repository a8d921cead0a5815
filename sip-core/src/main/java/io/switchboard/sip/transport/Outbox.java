package io.switchboard.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.switchboard.sip.message.SipMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages that a connection was given in this turn of the loop. They leave as one buffer with one promise, for what a
 * write costs in Netty and in the kernel it costs once. Used in the lane alone.
 */
final class Outbox {
    /** More than this becomes a buffer of its own. */
    private static final int BYTES = 1 << 16;

    private final Channel channel;
    private final TransportContext context;
    private final FlushQueue.Entry flush;
    private final ArrayList<SipMessage> messages = new ArrayList<>();
    private List<Runnable> told = new ArrayList<>();
    private int size;

    Outbox(Channel channel, TransportContext context) {
        this.channel = channel;
        this.context = context;
        this.flush = new FlushQueue.Entry(channel) {
            @Override
            void flush() {
                write();
                super.flush();
            }
        };
    }

    /** Whether the peer leaves so much unread that nothing more is taken. */
    boolean full() {
        return size >= channel.bytesBeforeUnwritable();
    }

    /** Sends at once what is there. */
    void flush() {
        flush.flush();
    }

    /**
     * Takes a message, to be sent at the end of the turn.
     *
     * @param onFailure told if it did not leave, or if one beside it in the same write did not; null if nobody cares
     */
    void add(SipMessage message, @Nullable Runnable onFailure) {
        if (size + message.size() > BYTES) {
            write();
        }
        messages.add(message);
        size += message.size();
        if (onFailure != null) {
            told.add(onFailure);
        }
        context.flushes().touched(flush);
    }

    /** Takes bytes, to be sent behind the messages that are there. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody asks what becomes of them
    void add(ByteBuf bytes) {
        write();
        channel.write(bytes, channel.voidPromise());
        context.flushes().touched(flush);
    }

    /** Hands what is there to the channel, which sends it with the next flush. */
    @SuppressWarnings("FutureReturnValueIgnored") // a write that matters has a listener
    void write() {
        if (messages.isEmpty()) {
            return;
        }
        ByteBuf bytes = channel.alloc().directBuffer(size);
        for (int i = 0; i < messages.size(); i++) {
            SipMessage message = messages.get(i);
            bytes.writeBytes(message.array(), message.offset(), message.size());
        }
        messages.clear();
        size = 0;
        if (told.isEmpty()) {
            channel.write(bytes, channel.voidPromise());
            return;
        }
        List<Runnable> who = told;
        told = new ArrayList<>();
        channel.write(bytes).addListener(written -> {
            if (!written.isSuccess()) {
                who.forEach(context::notSent);
            }
        });
    }
}
