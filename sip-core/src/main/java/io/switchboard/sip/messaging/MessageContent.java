package io.switchboard.sip.messaging;

import java.nio.charset.StandardCharsets;

/**
 * What an account says through the server.
 *
 * @param contentType value of Content-Type, a media type without control characters
 * @param body its bytes; not to be changed
 * @param expires seconds that it may wait (RFC 3428 section 4), 0 to be delivered at once or not at all, -1 for as long as
 *     messages are kept
 */
@SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
public record MessageContent(String contentType, byte[] body, int expires) {
    /** A text (RFC 3428 section 9). */
    public static MessageContent text(String text, int expires) {
        return new MessageContent("text/plain;charset=UTF-8", text.getBytes(StandardCharsets.UTF_8), expires);
    }
}
