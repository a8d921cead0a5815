package io.switchboard.sip.transport;

import java.util.concurrent.atomic.AtomicLongArray;

/** What the transports counted since the start. Written by the lane alone, read from anywhere. */
@SuppressWarnings("EnumOrdinal") // an index into an array that lives as long as the enum
public final class TransportCounters {
    /** One number each. */
    public enum Counter {
        /** Messages received. */
        RECEIVED,
        /** Messages handed to a socket. */
        SENT,
        /** Messages that did not leave, or came and were not taken. */
        DROPPED,
        /** Datagrams and frames that are no SIP message. */
        MALFORMED,
        /** Keep-alives received (RFC 5626 section 3.5), and STUN. */
        KEEP_ALIVES,
        /** Connections open now. */
        CONNECTIONS_OPEN,
        /** Connections made, in either direction. */
        CONNECTIONS_MADE,
        /** Connections refused because of a bound. */
        CONNECTIONS_REFUSED,
        /** Connections closed because the peer was too slow or silent. */
        TIMED_OUT,
        /** Connection attempts that failed. */
        CONNECT_FAILED,
        /** TLS handshakes that failed. */
        HANDSHAKE_FAILED,
        /** Messages whose handling threw. */
        HANDLER_FAILED
    }

    private final AtomicLongArray counts = new AtomicLongArray(Counter.values().length);

    /** The number now. */
    public long get(Counter counter) {
        return counts.get(counter.ordinal());
    }

    void add(Counter counter) {
        add(counter, 1);
    }

    void add(Counter counter, long delta) {
        int at = counter.ordinal();
        // Only the lane writes: no atomic addition is needed.
        counts.lazySet(at, counts.getPlain(at) + delta);
    }
}
