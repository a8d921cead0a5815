package io.switchboard.sip.message;

/** Bounds that hold for every message, whatever its transport, before anything is allocated for it. */
public final class Limits {
    /** Header lines per message. */
    public static final int HEADERS = 128;
    /** Bytes of a start line, or of a header line with its folds. */
    public static final int LINE = 8192;
    /** Usual bound on a whole message, in bytes. */
    public static final int MESSAGE = 65536;
    /** Bytes of a Request-URI (414 beyond). */
    public static final int URI = 4096;
    /** Bytes of a tag, a branch or a Call-ID. */
    public static final int IDENTIFIER = 512;

    private Limits() {}
}
