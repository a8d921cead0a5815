package io.switchboard.sip.transport;

/**
 * One address to listen on.
 *
 * @param protocol the transport
 * @param bindHost numeric address to bind, IPv6 with or without brackets; "::" takes IPv4 too
 * @param port 0 to 65535; 0 lets the system choose
 * @param advertisedHost host in Via and Contact; empty for the bound address (of a wildcard: this machine's first)
 * @param advertisedPort port in Via and Contact; 0 for the bound one
 */
public record ListenerSettings(
        Protocol protocol, String bindHost, int port, String advertisedHost, int advertisedPort) {
    /** A listener that advertises what it is bound to. */
    public static ListenerSettings of(Protocol protocol, String bindHost, int port) {
        return new ListenerSettings(protocol, bindHost, port, "", 0);
    }
}
