package io.switchboard.server.api.http;

import java.time.Duration;

/**
 * Bounds of a server.
 *
 * @param connections at a time; further ones are closed at once
 * @param line bytes of the request line
 * @param headers bytes of all headers
 * @param body bytes of a body
 * @param parameters in the query
 * @param patience how long a client may take for a whole request, from its connection or from the answer to the last,
 *     which is also how long it may take to read that answer
 * @param heartbeat how often a stream says that it lives
 * @param buffered bytes that wait for a client that reads slowly, before a stream pauses
 */
public record HttpLimits(
        int connections,
        int line,
        int headers,
        int body,
        int parameters,
        Duration patience,
        Duration heartbeat,
        int buffered) {
    /** The usual ones. */
    public static final HttpLimits USUAL =
            new HttpLimits(64, 4_096, 16_384, 65_536, 16, Duration.ofSeconds(30), Duration.ofSeconds(15), 65_536);
}
