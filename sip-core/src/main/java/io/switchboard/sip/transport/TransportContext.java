package io.switchboard.sip.transport;

import io.switchboard.sip.transport.TransportCounters.Counter;
import org.jspecify.annotations.Nullable;

/** What all sockets of the transports share. */
record TransportContext(
        EventLoopLane lane,
        TransportLimits limits,
        TransportCounters counters,
        FlushQueue flushes,
        Inbox inbox,
        StreamBuffer streams) {
    /** A message did not leave. Whoever cares hears of it later, never inside its own call of send. */
    void notSent(@Nullable Runnable onFailure) {
        counters.add(Counter.DROPPED);
        if (onFailure != null) {
            lane.execute(onFailure);
        }
    }
}
