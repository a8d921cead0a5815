package io.switchboard.media.rtp;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Symmetric RTP (RFC 4961): finds where the other side really sends from, and then believes nobody else. The first
 * valid sender is taken. During a short time of learning it gives way to the announced address, or to another one
 * once it is silent itself (it was the tail of an older stream); after that only the next negotiation moves the lock,
 * so a stranger who guesses the port is neither heard nor sent to. A new SSRC from the right address has to prove
 * itself with two packets in sequence (RFC 3550 A.1). Not thread-safe.
 */
public final class SourceLock {
    private static final long SILENT_NANOS = 100_000_000L;

    private final long learnNanos;
    private @Nullable InetSocketAddress announced;
    private @Nullable InetSocketAddress source;
    private boolean open = true;
    private long learnUntil;
    private long lastHeard;
    private int ssrc;
    private int probationSsrc;
    private int probationSequence = -1;

    /** What to do with a packet. */
    public enum Verdict {
        /** It belongs to the stream. */
        ACCEPT,
        /** It begins another stream: from another address, or with another SSRC. */
        ACCEPT_NEW,
        /** It is a stranger's, a loop of our own, or on probation. */
        IGNORE
    }

    /** @param learnNanos how long after the first packet the lock may still move, in nanoseconds */
    public SourceLock(long learnNanos) {
        this.learnNanos = learnNanos;
    }

    /**
     * Learns afresh, after a negotiation. Until a packet arrives, what we send goes to the announced address, or stays
     * where it went if that has not changed.
     *
     * @param address where the other side says that it listens; null if it said nothing that can be sent to
     */
    public void expect(@Nullable InetSocketAddress address) {
        if (address == null || !address.equals(announced)) {
            source = null;
        }
        announced = address;
        open = true;
        probationSequence = -1;
    }

    /**
     * Judges a well-formed packet of a payload type that was agreed on.
     *
     * @param from its sender
     * @param packetSsrc its SSRC
     * @param sequence its sequence number
     * @param ownSsrc the SSRC that we send with
     * @param now monotonic time in nanoseconds
     */
    public Verdict judge(InetSocketAddress from, int packetSsrc, int sequence, int ownSsrc, long now) {
        if (packetSsrc == ownSsrc) {
            return Verdict.IGNORE;
        }
        if (open) {
            open = false;
            learnUntil = now + learnNanos;
            boolean same = from.equals(source) && packetSsrc == ssrc;
            lock(from, packetSsrc, now);
            return same ? Verdict.ACCEPT : Verdict.ACCEPT_NEW;
        }
        if (!from.equals(source)) {
            boolean moves = now - learnUntil < 0 && (from.equals(announced) || now - lastHeard > SILENT_NANOS);
            if (!moves) {
                return Verdict.IGNORE;
            }
            lock(from, packetSsrc, now);
            return Verdict.ACCEPT_NEW;
        }
        if (packetSsrc == ssrc) {
            lastHeard = now;
            return Verdict.ACCEPT;
        }
        if (packetSsrc == probationSsrc && sequence == probationSequence) {
            lock(from, packetSsrc, now);
            return Verdict.ACCEPT_NEW;
        }
        probationSsrc = packetSsrc;
        probationSequence = (sequence + 1) & 0xFFFF;
        return Verdict.IGNORE;
    }

    private void lock(InetSocketAddress from, int packetSsrc, long now) {
        source = from;
        ssrc = packetSsrc;
        lastHeard = now;
        probationSequence = -1;
    }

    /** Whether a sender has been found since the last negotiation. */
    public boolean locked() {
        return !open;
    }

    /** The SSRC of the sender; means nothing before one was found. */
    public int ssrc() {
        return ssrc;
    }

    /** Where to send: the sender that was found, else the announced address, else null. */
    public @Nullable InetSocketAddress destination() {
        return source != null ? source : announced;
    }
}
