package io.switchboard.sip.message;

/**
 * Some bytes of a message where they stand, such as the value of a header, so that they can be looked at without a copy;
 * see {@link SipMessage#value(HeaderName, int, ByteRange)}. Filled anew for each use. For one thread.
 */
public final class ByteRange {
    private byte[] data = {};
    private int from;
    private int to;

    /** Makes it stand for these bytes. */
    public ByteRange set(byte[] bytes, int start, int end) {
        data = bytes;
        from = start;
        to = end;
        return this;
    }

    /** The array that the bytes are in; not to be changed. */
    public byte[] data() {
        return data;
    }

    /** Where they begin. */
    public int from() {
        return from;
    }

    /** Where they end, exclusive. */
    public int to() {
        return to;
    }
}
