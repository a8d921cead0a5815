package io.switchboard.sip.transport;

import java.net.InetSocketAddress;

/**
 * Where a message came from, and the way back: a TCP or TLS connection, or for UDP the listener's socket and the
 * sender's address (RFC 5626 section 3).
 */
public interface Flow {
    /** The transport. */
    Protocol protocol();

    /** Address of the peer. */
    InetSocketAddress remote();

    /** The listener whose address stands for us on this flow. */
    ListenPoint local();

    /** False once a connection is gone; a UDP flow is always open. */
    boolean open();

    /** The hop back along this flow. */
    default Hop hop() {
        return new Hop(protocol(), remote(), peerName(), this);
    }

    /** Name in the peer's verified TLS certificate (its first DNS SAN or CN), or empty. */
    String peerName();
}
