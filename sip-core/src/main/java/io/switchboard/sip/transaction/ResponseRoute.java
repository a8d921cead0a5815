package io.switchboard.sip.transaction;

import com.google.common.net.InetAddresses;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.Via;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where responses to a request go (RFC 3261 section 18.2.2, RFC 3581 section 4). */
final class ResponseRoute {
    private ResponseRoute() {}

    /**
     * The hop of the responses. Over a connection: back on it, and if it is gone to the sender's address and the port of
     * its Via. Over UDP: to the source port if rport was asked for, else to the port of its Via. The address is always
     * the one that the request came from, never one that a stranger wrote; maddr is honoured if it is a multicast
     * address, which is what it is for.
     */
    static Hop of(SipRequest request, Flow flow) {
        Via via = request.topVia();
        if (via == null) {
            return Hop.of(flow);
        }
        InetSocketAddress remote = flow.remote();
        Protocol protocol = flow.protocol();
        if (!protocol.reliable() && via.maddr() != null && InetAddresses.isInetAddress(via.maddr())) {
            InetAddress multicast = InetAddresses.forString(via.maddr());
            if (multicast.isMulticastAddress()) {
                return new Hop(protocol, new InetSocketAddress(multicast, port(via, protocol)), "", null);
            }
        }
        if (!protocol.reliable() && via.rport() >= 0) {
            return Hop.of(flow);
        }
        int port = port(via, protocol);
        if (port == remote.getPort()) {
            return Hop.of(flow);
        }
        InetSocketAddress address = new InetSocketAddress(remote.getAddress(), port);
        return new Hop(protocol, address, flow.peerName(), flow);
    }

    private static int port(Via via, Protocol protocol) {
        return via.port() < 0 ? protocol.defaultPort() : via.port();
    }
}
