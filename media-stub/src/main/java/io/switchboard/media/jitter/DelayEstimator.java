package io.switchboard.media.jitter;

import java.util.Arrays;

/**
 * How much later than the fastest of the last packets the slow ones arrive. The difference between a packet's arrival
 * and its timestamp is kept for the last 256 packets, some five seconds; its smallest value is the network at its
 * best, and 97 of 100 packets arrive within {@link #spread} of it. Because both clocks go into the difference, drift
 * between them moves it slowly, and is followed. Not thread-safe.
 */
final class DelayEstimator {
    private static final int KEPT = 256;
    private static final int EVERY = 16;

    private final long[] delays = new long[KEPT];
    private final long[] sorted = new long[KEPT];
    private int count;
    private int sinceSort;
    private long fastest;
    private long slow;

    /** Takes note of a packet's delay in ticks, of arbitrary origin. */
    void add(long delay) {
        delays[count++ % KEPT] = delay;
        if (count == 2 * KEPT) {
            count = KEPT;
        }
        if (count == 1) {
            fastest = delay;
            slow = delay;
        } else if (delay < fastest) {
            fastest = delay;
        }
        if (++sinceSort >= EVERY || count < EVERY) {
            sort();
        }
    }

    private void sort() {
        sinceSort = 0;
        int kept = Math.min(count, KEPT);
        System.arraycopy(delays, 0, sorted, 0, kept);
        Arrays.sort(sorted, 0, kept);
        fastest = sorted[0];
        slow = sorted[Math.min(kept - 1, kept * 97 / 100)];
    }

    /** The delay of the fastest packet. */
    long fastest() {
        return fastest;
    }

    /** Ticks after the fastest within which 97 of 100 packets arrive. */
    long spread() {
        return Math.max(0, slow - fastest);
    }

    /** Whether a delay is so far from the others that the sender's clock must have jumped. */
    boolean jumped(long delay, long limit) {
        return count > 0 && Math.abs(delay - fastest) > limit;
    }

    void reset() {
        count = 0;
        sinceSort = 0;
        fastest = 0;
        slow = 0;
    }
}
