package io.switchboard.sip.message;

import java.util.Set;

/** API SKELETON: makes a response to a request: Via lines, From, To, Call-ID and CSeq are spliced from it. */
public final class ResponseBuilder {
    /**
     * Starts a response to a request.
     *
     * @param reason "" for the usual phrase of RFC 3261 section 21
     */
    public static ResponseBuilder of(SipRequest request, int status, String reason) {
        throw new IllegalStateException();
    }

    /** Tag of the To header; ignored if the request has one. */
    public ResponseBuilder toTag(String tag) {
        throw new IllegalStateException();
    }

    public ResponseBuilder header(HeaderName name, String value) {
        throw new IllegalStateException();
    }

    public ResponseBuilder header(String name, String value) {
        throw new IllegalStateException();
    }

    public ResponseBuilder copy(SipMessage from, HeaderName name) {
        throw new IllegalStateException();
    }

    public ResponseBuilder copyAllBut(SipMessage from, Set<HeaderName> left) {
        throw new IllegalStateException();
    }

    public ResponseBuilder body(SipMessage from) {
        throw new IllegalStateException();
    }

    public ResponseBuilder body(String contentType, byte[] body) {
        throw new IllegalStateException();
    }

    public SipResponse build() {
        throw new IllegalStateException();
    }
}
