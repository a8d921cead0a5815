package io.switchboard.sip.message;

import java.util.Set;

/** API SKELETON: makes a request by splicing byte ranges of others. */
public final class RequestBuilder {
    public static RequestBuilder of(String method, String requestUri) {
        throw new IllegalStateException();
    }

    public String method() {
        throw new IllegalStateException();
    }

    /** Appends a header line. The value must not hold CR or LF. */
    public RequestBuilder header(HeaderName name, String value) {
        throw new IllegalStateException();
    }

    public RequestBuilder header(String name, String value) {
        throw new IllegalStateException();
    }

    /** Appends every line of that name, bytes unchanged. */
    public RequestBuilder copy(SipMessage from, HeaderName name) {
        throw new IllegalStateException();
    }

    /** Appends every header line, unknown ones too, bytes and order unchanged, except those named and Content-Length. */
    public RequestBuilder copyAllBut(SipMessage from, Set<HeaderName> left) {
        throw new IllegalStateException();
    }

    /** The body's bytes; Content-Type and the other Content headers are copied by the caller. */
    public RequestBuilder body(SipMessage from) {
        throw new IllegalStateException();
    }

    public RequestBuilder body(String contentType, byte[] body) {
        throw new IllegalStateException();
    }

    /** Bytes so far and the body, for RFC 3261 section 18.1.1; Via not counted. */
    public int size() {
        throw new IllegalStateException();
    }

    /** Makes the message with this Via line on top and Content-Length at the end. May be called again with another Via. */
    public SipRequest build(String via) {
        throw new IllegalStateException();
    }
}
