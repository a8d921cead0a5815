package io.switchboard.sip.sim;

/**
 * What a simulated network does to datagrams. Connections neither lose, nor double, nor reorder, but are as slow.
 *
 * @param loss share of datagrams lost, 0 to 1
 * @param duplication share of datagrams delivered twice, 0 to 1
 * @param minDelay milliseconds on the way at least
 * @param maxDelay milliseconds on the way at most; what overtakes is reordered
 */
public record NetworkQuality(double loss, double duplication, int minDelay, int maxDelay) {
    /** Nothing is lost and everything takes one millisecond. */
    public static final NetworkQuality PERFECT = new NetworkQuality(0, 0, 1, 1);

    /** A fifth is lost, a tenth is doubled, and up to 300 ms let messages overtake each other. */
    public static final NetworkQuality BAD = new NetworkQuality(0.2, 0.1, 1, 300);
}
