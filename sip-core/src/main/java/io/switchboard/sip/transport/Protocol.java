package io.switchboard.sip.transport;

/** Transport protocol of a SIP hop, as written in Via and in the {@code transport} URI parameter. */
public enum Protocol {
    UDP(false, false, 5060),
    TCP(true, false, 5060),
    TLS(true, true, 5061);

    private final boolean reliable;
    private final boolean secure;
    private final int defaultPort;

    Protocol(boolean reliable, boolean secure, int defaultPort) {
        this.reliable = reliable;
        this.secure = secure;
        this.defaultPort = defaultPort;
    }

    /** Whether the transport retransmits by itself (RFC 3261 section 17). */
    public boolean reliable() {
        return reliable;
    }

    /** Whether the transport is encrypted. */
    public boolean secure() {
        return secure;
    }

    /** The port used where none is given. */
    public int defaultPort() {
        return defaultPort;
    }
}
