package io.switchboard.media.engine;

import java.util.BitSet;

/**
 * Pairs of ports, the even one for RTP and the next for RTCP (RFC 3550 §11). They are given out in turn, so that one
 * that was just given back rests as long as possible: packets of the last call may still be on their way to it.
 */
final class PortRange {
    private final int first;
    private final int pairs;
    private final BitSet used = new BitSet();
    private int next;

    /** From one port to another; 0 lets the system choose. */
    PortRange(int firstPort, int lastPort) {
        first = firstPort + (firstPort & 1);
        pairs = firstPort == 0 ? 0 : Math.max(0, (lastPort - first + 1) / 2);
    }

    /** The RTP port of a pair; 0 if the system shall choose, -1 if all are in use. */
    synchronized int take() {
        if (first == 0) {
            return 0;
        }
        for (int i = 0; i < pairs; i++) {
            int pair = (next + i) % pairs;
            if (!used.get(pair)) {
                used.set(pair);
                next = (pair + 1) % pairs;
                return first + 2 * pair;
            }
        }
        return -1;
    }

    synchronized void giveBack(int port) {
        if (first != 0) {
            used.clear((port - first) / 2);
        }
    }
}
