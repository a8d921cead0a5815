package io.switchboard.sip.transport;

import io.switchboard.sip.message.SipMessage;
import java.util.ArrayDeque;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What waits for a connection to be made, within bounds. */
final class WaitingMessages {
    private final TransportContext context;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>(2);
    private long bytes;

    private record Waiting(SipMessage message, @Nullable Runnable onFailure) {}

    WaitingMessages(TransportContext context) {
        this.context = context;
    }

    void add(SipMessage message, @Nullable Runnable onFailure) {
        TransportLimits limits = context.limits();
        if (queue.size() >= limits.queuedMessages() || bytes + message.size() > limits.queuedBytes()) {
            context.notSent(onFailure);
            return;
        }
        bytes += message.size();
        queue.add(new Waiting(message, onFailure));
    }

    void drain(BiConsumer<SipMessage, @Nullable Runnable> send) {
        for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
            send.accept(next.message, next.onFailure);
        }
        bytes = 0;
    }

    void fail() {
        drain((message, onFailure) -> context.notSent(onFailure));
    }
}
