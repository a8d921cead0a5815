package io.switchboard.sip.transaction;

import io.switchboard.sip.transport.Protocol;

/**
 * The timers of RFC 3261 section 17, table 4, in milliseconds.
 *
 * @param t1 estimate of the round-trip time, 1 to 10,000
 * @param t2 longest interval between retransmissions, at least t1
 * @param t4 longest time that a message stays in the network
 * @param trying how long the user may take to answer an INVITE before the layer sends 100, 0 for at once. Section
 *     17.2.1 allows 200, which saves a datagram wherever the user is quicker
 */
public record TimerValues(int t1, int t2, int t4, int trying) {
    /** The values of the RFC. */
    public static final TimerValues DEFAULT = new TimerValues(500, 4000, 5000, 200);

    /** Timer D is "at least 32 seconds" whatever T1 is (section 17.1.1.2). */
    private static final int AT_LEAST_D = 32_000;

    /** @throws IllegalArgumentException if a value is out of its range */
    public TimerValues {
        if (t1 < 1 || t1 > 10_000 || t2 < t1 || t2 > 60_000 || t4 < 1 || t4 > 60_000 || trying < 0 || trying > 200) {
            throw new IllegalArgumentException("T1 is 1 to 10000 ms, T2 at least T1, T4 at least 1, trying 0 to 200");
        }
    }

    /** Timers B, F, H, L, M and that of a CANCEL: 64*T1. */
    int sixtyFourT1() {
        return 64 * t1;
    }

    /** Timers A, E, G when they start; 0, none, on a reliable transport. */
    int retransmit(Protocol protocol) {
        return protocol.reliable() ? 0 : t1;
    }

    /** Timer D: 32 s, 0 on a reliable transport. */
    int d(Protocol protocol) {
        return protocol.reliable() ? 0 : Math.max(AT_LEAST_D, sixtyFourT1());
    }

    /** Timer I: T4, 0 on a reliable transport. */
    int i(Protocol protocol) {
        return protocol.reliable() ? 0 : t4;
    }

    /** Timer J: 64*T1, 0 on a reliable transport. */
    int j(Protocol protocol) {
        return protocol.reliable() ? 0 : sixtyFourT1();
    }

    /** Timer K: T4, 0 on a reliable transport. */
    int k(Protocol protocol) {
        return protocol.reliable() ? 0 : t4;
    }
}
