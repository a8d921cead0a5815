package io.switchboard.media.sdp;

/** Which way a stream flows, seen from the side that wrote the description (RFC 3264 §5.1, RFC 8866 §6.7). */
public enum Direction {
    /** Both ways: the default when nothing is said. */
    SENDRECV,
    /** The writer sends and does not listen: the usual way to put the other side on hold. */
    SENDONLY,
    /** The writer listens and does not send: the usual answer of a side that was put on hold. */
    RECVONLY,
    /** Nothing flows; RTCP goes on. */
    INACTIVE;

    /** Whether the writer of the description sends. */
    public boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }

    /** Whether the writer of the description wants to receive. */
    public boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }

    /** The same flow as the other side describes it (RFC 3264 §6.1). */
    public Direction reversed() {
        return of(receives(), sends());
    }

    /** What is left where both of two wishes hold. */
    public Direction and(Direction other) {
        return of(sends() && other.sends(), receives() && other.receives());
    }

    /** The direction with these two properties. */
    static Direction of(boolean sends, boolean receives) {
        if (sends) {
            return receives ? SENDRECV : SENDONLY;
        }
        return receives ? RECVONLY : INACTIVE;
    }
}
