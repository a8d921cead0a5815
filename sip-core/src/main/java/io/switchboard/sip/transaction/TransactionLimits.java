package io.switchboard.sip.transaction;

/**
 * Bounds on the transactions of one lane. What exceeds them is answered 503 without state.
 *
 * <p>On UDP a call of a back-to-back user agent leaves four transactions behind: an INVITE on either side for 32 s
 * (Timers L and M), the BYE received for 32 s (J) and the BYE sent for 5 s (K). At 4000 calls/s these are about 405,000.
 * One that lingers takes some 200 bytes with its place in the tables and its hop; a BYE's, and a refused INVITE's, keeps the last
 * message besides (0.5 to 1 KB).
 *
 * @param total most transactions at a time; requests outside a dialog get seven eighths of it, the rest is kept for
 *     those within one
 * @param perSource most server transactions at a time from one IPv4 address or IPv6 /64. A trunk may send all the
 *     traffic: 4000 calls/s from one address are 256,000
 * @param retryAfter seconds in the Retry-After of the 503
 */
public record TransactionLimits(int total, int perSource, int retryAfter) {
    /** Room for 4000 calls/s twice over, half of it for one source. */
    public static final TransactionLimits DEFAULT = new TransactionLimits(1_000_000, 500_000, 5);

    /** @throws IllegalArgumentException if a bound is below 1 or Retry-After below 0 */
    public TransactionLimits {
        if (total < 1 || perSource < 1 || retryAfter < 0) {
            throw new IllegalArgumentException("bounds on transactions are at least 1, Retry-After at least 0");
        }
    }

    /**
     * What transactions weigh: one that has had its final response and only waits for repetitions takes about an eighth
     * of the memory of one that runs.
     */
    static int load(int running, int lingering) {
        return running + lingering / 8;
    }

    /** Whether there is room for one more. */
    boolean admit(int all, int ofSource, boolean inDialog) {
        return ofSource < perSource && all < (inDialog ? total : total - total / 8);
    }
}
