package io.switchboard.sip.message;

import org.jspecify.annotations.Nullable;

/** What a framer makes of the bytes that came. */
public sealed interface Frame {
    /** A whole message; its content is for {@link Validator} to judge. */
    record Message(SipMessage message) implements Frame {}

    /** A double CRLF, to be answered with a CRLF (RFC 5626 section 3.5.1). */
    record Ping() implements Frame {}

    /** A keep-alive without an answer: a single CRLF, or a datagram of white space and NUL. */
    record Pong() implements Frame {}

    /** More bytes are needed. */
    record Incomplete() implements Frame {}

    /**
     * Bytes that are no message. A connection has lost its frame and is to be closed, a datagram is to be dropped.
     *
     * @param request the request to answer before that; null if nothing can be answered
     * @param status status of the answer
     * @param reason reason phrase of the answer, and for the log
     */
    record Malformed(@Nullable SipRequest request, int status, String reason) implements Frame {}
}
