package io.switchboard.sip.message;

/**
 * Makes a request by splicing byte ranges of others. Header lines stand in the order in which they were given; Via goes
 * to the top and Content-Length to the end by itself.
 */
public final class RequestBuilder {
    private static final int USUAL_SIZE = 768;
    private static final byte[] SPACE = {' '};
    private static final byte[] VERSION = {' ', 'S', 'I', 'P', '/', '2', '.', '0', '\r', '\n'};

    private final String method;
    private final String uri;
    private final ByteSink headers = new ByteSink(USUAL_SIZE);
    private final BodySlice body = new BodySlice();

    private RequestBuilder(String method, String uri) {
        this.method = method;
        this.uri = uri;
    }

    /**
     * A request of this method to this Request-URI, without any header yet.
     *
     * @throws IllegalArgumentException if the method is no token or the URI is empty or holds white space or controls
     */
    public static RequestBuilder of(String method, String requestUri) {
        ByteSink.checkedName(method);
        if (ByteSink.checked(requestUri).isEmpty() || requestUri.indexOf(' ') >= 0 || requestUri.indexOf('\t') >= 0) {
            throw new IllegalArgumentException("white space in a Request-URI, or none");
        }
        return new RequestBuilder(Methods.intern(method), requestUri);
    }

    /** Interned for known methods. */
    public String method() {
        return method;
    }

    /**
     * Appends a header line.
     *
     * @throws IllegalArgumentException if the value holds CR, LF or another control character but HTAB, or the name is
     *     Content-Length
     */
    public RequestBuilder header(HeaderName name, String value) {
        if (name == HeaderName.CONTENT_LENGTH) {
            throw new IllegalArgumentException("Content-Length is written by build");
        }
        headers.header(name, value);
        return this;
    }

    /** Appends a header line, known or not, its name as written; see {@link #header(HeaderName, String)}. */
    public RequestBuilder header(String name, String value) {
        if (HeaderTable.find(name) == HeaderName.CONTENT_LENGTH) {
            return header(HeaderName.CONTENT_LENGTH, value);
        }
        headers.header(ByteSink.checkedName(name), value);
        return this;
    }

    /** Appends every line of that name, bytes unchanged. */
    public RequestBuilder copy(SipMessage from, HeaderName name) {
        headers.lines(from, name);
        return this;
    }

    /** Appends every header line, unknown ones too, bytes and order unchanged, except those named and Content-Length. */
    public RequestBuilder copyAllBut(SipMessage from, HeaderSet left) {
        headers.allBut(from, left, left);
        return this;
    }

    /** The body's bytes; Content-Type and the other Content headers are copied by the caller. */
    public RequestBuilder body(SipMessage from) {
        body.of(from);
        return this;
    }

    /** A body of this type; writes Content-Type. The array must not be changed until the last build. */
    public RequestBuilder body(String contentType, byte[] content) {
        header(HeaderName.CONTENT_TYPE, contentType);
        body.of(content);
        return this;
    }

    /** Bytes so far and the body, for RFC 3261 section 18.1.1; Via not counted. */
    public int size() {
        return method.length() + 1 + uri.length() + VERSION.length + headers.length + body.framedSize();
    }

    /**
     * Makes the message with this Via value on top and Content-Length at the end. May be called again with another Via.
     *
     * @param via the value, without the header's name
     */
    public SipRequest build(String via) {
        ByteSink sink = new ByteSink(size() + via.length() + 8);
        sink.put(method).put(SPACE);
        int uriStart = sink.length;
        sink.put(uri);
        int uriEnd = sink.length;
        sink.put(VERSION);
        int headersStart = sink.length;
        sink.header(HeaderName.VIA, via).put(headers.data, 0, headers.length);
        body.finish(sink);
        return new SipRequest(sink.data, 0, sink.length, headersStart, method, uriStart, uriEnd);
    }
}
