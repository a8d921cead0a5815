package io.switchboard.media.rtp;

/** What a receiver counts of one source (RFC 3550 §6.4.1, A.1, A.3, A.8). Not thread-safe. */
public final class ReceptionStatistics {
    private static final int MAX_DROPOUT = 3000;
    private static final int MAX_MISORDER = 100;

    private final int clockRate;
    private boolean started;
    private long baseSequence;
    private long highestSequence;
    private int badSequence = -1;
    private long received;
    private long expectedPrior;
    private long receivedPrior;
    private double jitter;
    private long lastTransit;
    private boolean transitKnown;

    /** @param clockRate the RTP clock in Hz, for the jitter */
    public ReceptionStatistics(int clockRate) {
        this.clockRate = clockRate;
    }

    /**
     * Takes note of a packet.
     *
     * @param sequence its sequence number
     * @param timestamp its timestamp, 32 bits
     * @param nowNanos when it arrived
     * @param measuresJitter false for telephone events, whose timestamps stand still
     */
    public void received(int sequence, long timestamp, long nowNanos, boolean measuresJitter) {
        if (!started) {
            started = true;
            restart(sequence);
        } else {
            int delta = (sequence - (int) highestSequence) & 0xFFFF;
            if (delta < MAX_DROPOUT) {
                highestSequence += delta;
            } else if (delta <= 65_536 - MAX_MISORDER) {
                if (sequence == badSequence) {
                    restart(sequence);
                } else {
                    badSequence = (sequence + 1) & 0xFFFF;
                    return;
                }
            }
        }
        received++;
        if (measuresJitter) {
            long arrival = Math.floorDiv(nowNanos, 1_000L) * clockRate / 1_000_000L;
            long transit = (int) (arrival - timestamp);
            if (transitKnown) {
                double d = Math.abs((int) (transit - lastTransit));
                jitter += (d - jitter) / 16;
            }
            transitKnown = true;
            lastTransit = transit;
        }
    }

    private void restart(int sequence) {
        baseSequence = sequence;
        highestSequence = sequence;
        badSequence = -1;
        received = 0;
        expectedPrior = 0;
        receivedPrior = 0;
        transitKnown = false;
    }

    /** Packets that arrived, duplicates included. */
    public long received() {
        return received;
    }

    /** Packets that should have arrived and did not; negative with duplicates. */
    public long lost() {
        return expected() - received;
    }

    private long expected() {
        return started ? highestSequence - baseSequence + 1 : 0;
    }

    /** The highest sequence number with its turns above it, as in a report block. */
    public int extendedHighest() {
        return (int) highestSequence;
    }

    /** Interarrival jitter in ticks of the clock. */
    public long jitterTicks() {
        return (long) jitter;
    }

    /** Interarrival jitter in milliseconds. */
    public double jitterMillis() {
        return jitter * 1000.0 / clockRate;
    }

    /** The part lost since the last call, in 256ths: a report is made now. */
    public int fractionLost() {
        long expectedInterval = expected() - expectedPrior;
        long lostInterval = expectedInterval - (received - receivedPrior);
        expectedPrior = expected();
        receivedPrior = received;
        return expectedInterval <= 0 || lostInterval <= 0
                ? 0
                : (int) Math.min(255, (lostInterval << 8) / expectedInterval);
    }
}
