package io.switchboard.sip.message;

/** The body of a message being built: a range of someone's bytes. */
final class BodySlice {
    private static final byte[] NONE = {};
    /** Content-Length: 2147483647, and two line breaks. */
    private static final int FRAME = 32;

    private byte[] data = NONE;
    private int from;
    private int to;

    void of(SipMessage message) {
        int length = message.bodyLength();
        data = message.data;
        from = message.bodyStart;
        to = from + length;
    }

    void of(byte[] content) {
        data = content;
        from = 0;
        to = content.length;
    }

    int framedSize() {
        return FRAME + to - from;
    }

    void finish(ByteSink sink) {
        sink.put(HeaderName.CONTENT_LENGTH.begin()).put(to - from).crlf().crlf().put(data, from, to);
    }
}
