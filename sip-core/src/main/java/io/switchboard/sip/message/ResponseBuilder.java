package io.switchboard.sip.message;

import org.jspecify.annotations.Nullable;

/**
 * Makes a response to a request: Via lines (with received and rport, where the transport noted them), From, To, Call-ID
 * and CSeq are spliced from it, Timestamp too for a 100 (RFC 3261 section 8.2.6).
 */
public final class ResponseBuilder {
    private static final int USUAL_SIZE = 256;
    private static final int OWN_LINES = 512;
    private static final HeaderSet SPLICED =
            HeaderSet.of(HeaderName.VIA, HeaderName.FROM, HeaderName.TO, HeaderName.CALL_ID, HeaderName.CSEQ);

    private static final byte[] VERSION = {'S', 'I', 'P', '/', '2', '.', '0', ' '};
    private static final byte[] SPACE = {' '};
    private static final byte[] TAG = {';', 't', 'a', 'g', '='};

    private final SipRequest request;
    private final int status;
    private final String reason;
    private final ByteSink headers = new ByteSink(USUAL_SIZE);
    private final BodySlice body = new BodySlice();
    private @Nullable String toTag;

    private ResponseBuilder(SipRequest request, int status, String reason) {
        this.request = request;
        this.status = status;
        this.reason = reason;
    }

    /**
     * A response to this request.
     *
     * @param status 100 to 699
     * @param reason "" for the usual phrase of RFC 3261 section 21
     */
    public static ResponseBuilder of(SipRequest request, int status, String reason) {
        if (status < 100 || status > 699) {
            throw new IllegalArgumentException("status " + status);
        }
        return new ResponseBuilder(
                request, status, reason.isEmpty() ? StatusPhrases.of(status) : ByteSink.checked(reason));
    }

    /** Tag of the To header; ignored if the request has one. */
    public ResponseBuilder toTag(String tag) {
        toTag = ByteSink.checkedName(tag);
        return this;
    }

    /** Appends a header line; see {@link RequestBuilder#header(HeaderName, String)}. */
    public ResponseBuilder header(HeaderName name, String value) {
        if (name == HeaderName.CONTENT_LENGTH) {
            throw new IllegalArgumentException("Content-Length is written by build");
        }
        headers.header(name, value);
        return this;
    }

    /** Appends a header line, known or not, its name as written; see {@link RequestBuilder#header(HeaderName, String)}. */
    public ResponseBuilder header(String name, String value) {
        if (HeaderTable.find(name) == HeaderName.CONTENT_LENGTH) {
            return header(HeaderName.CONTENT_LENGTH, value);
        }
        headers.header(ByteSink.checkedName(name), value);
        return this;
    }

    /** Appends every line of that name, bytes unchanged. */
    public ResponseBuilder copy(SipMessage from, HeaderName name) {
        headers.lines(from, name);
        return this;
    }

    /**
     * Appends every header line, unknown ones too, bytes and order unchanged, except those named, Content-Length, and
     * those that are spliced from the request anyway.
     */
    public ResponseBuilder copyAllBut(SipMessage from, HeaderSet left) {
        headers.allBut(from, left, SPLICED);
        return this;
    }

    /** The body's bytes; Content-Type and the other Content headers are copied by the caller. */
    public ResponseBuilder body(SipMessage from) {
        body.of(from);
        return this;
    }

    /** A body of this type; writes Content-Type. The array must not be changed until the last build. */
    public ResponseBuilder body(String contentType, byte[] content) {
        header(HeaderName.CONTENT_TYPE, contentType);
        body.of(content);
        return this;
    }

    /** Makes the message; may be called again. */
    public SipResponse build() {
        ByteSink sink = new ByteSink(OWN_LINES + headers.length + body.framedSize());
        sink.put(VERSION).put(status).put(SPACE);
        int reasonStart = sink.length;
        sink.put(reason);
        int reasonEnd = sink.length;
        sink.crlf();
        int headersStart = sink.length;
        sink.lines(request, HeaderName.VIA);
        first(sink, HeaderName.FROM);
        to(sink);
        first(sink, HeaderName.CALL_ID);
        first(sink, HeaderName.CSEQ);
        if (status == 100) {
            first(sink, HeaderName.TIMESTAMP);
        }
        sink.put(headers.data, 0, headers.length);
        body.finish(sink);
        return new SipResponse(sink.data, 0, sink.length, headersStart, status, reasonStart, reasonEnd);
    }

    private void first(ByteSink sink, HeaderName name) {
        int at = request.find(name);
        if (at >= 0) {
            sink.line(request, at);
        }
    }

    private void to(ByteSink sink) {
        int at = request.find(HeaderName.TO);
        if (at < 0) {
            return;
        }
        if (toTag == null || request.toTag() != null) {
            sink.line(request, at);
        } else {
            sink.put(request.data, request.lineStart(at), request.valueEnd(at));
            sink.put(TAG).put(toTag).crlf();
        }
    }
}
