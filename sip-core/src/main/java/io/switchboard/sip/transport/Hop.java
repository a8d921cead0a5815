package io.switchboard.sip.transport;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One place to send a message to, with all looked up (RFC 3263 section 4).
 *
 * @param protocol the transport
 * @param address resolved address and port
 * @param serverName the name to verify the TLS certificate against; empty unless TLS
 * @param flow the connection to use while it is open, before a new one is made to the address; null for any
 */
public record Hop(
        Protocol protocol,
        InetSocketAddress address,
        String serverName,
        @Nullable Flow flow) {
    /**
     * The same place, reached from the listener of a flow where that can be: a peer that spoke to one of our addresses
     * hears from that one.
     */
    public Hop from(Flow heard) {
        boolean can = flow == null
                && protocol == Protocol.UDP
                && heard.protocol() == Protocol.UDP
                && address.getAddress() instanceof Inet4Address
                        == heard.remote().getAddress() instanceof Inet4Address;
        return can ? new UdpFlow(heard.local(), address).hop() : this;
    }

    /** The hop back along a flow. */
    public static Hop of(Flow flow) {
        return flow.hop();
    }
}
