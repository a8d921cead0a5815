package io.switchboard.sip.transport;

import java.net.InetSocketAddress;

/**
 * An address that the server listens on.
 *
 * @param protocol the transport
 * @param bound the local socket address, its port resolved if 0 was asked for
 * @param sentBy what stands in our Via and Contact: advertised host (IPv6 in brackets), a colon, the port
 */
public record ListenPoint(Protocol protocol, InetSocketAddress bound, String sentBy) {}
