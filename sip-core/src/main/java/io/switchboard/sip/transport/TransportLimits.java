package io.switchboard.sip.transport;

/**
 * Bounds of connections, times in milliseconds. UDP has none of them.
 *
 * @param connections in total, in both directions
 * @param connectionsPerSource accepted from one IP address
 * @param idleMillis a connection without traffic is closed after this
 * @param connectMillis for a TCP connection to be made
 * @param patienceMillis for a TLS handshake, for the first message of an accepted connection, for the rest of a message
 *     that has begun, and for a peer that does not read to read again
 * @param queuedMessages that wait for one connection to be made
 * @param queuedBytes that wait for one connection to be made, or for its peer to read
 */
public record TransportLimits(
        int connections,
        int connectionsPerSource,
        long idleMillis,
        int connectMillis,
        int patienceMillis,
        int queuedMessages,
        int queuedBytes) {
    /** 20000 connections, 1000 per source, 30 minutes idle, 5 s to connect, 10 s of patience, 1000 messages or 1 MB. */
    public static final TransportLimits USUAL =
            new TransportLimits(20_000, 1_000, 1_800_000, 5_000, 10_000, 1_000, 1 << 20);
}
