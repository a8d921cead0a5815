package io.switchboard.media.engine;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Addresses of session descriptions as socket addresses; names are not looked up, since that would block. */
final class Addresses {
    private Addresses() {}

    /** The address to send to, or null if there is none: a name, a wildcard, or port 0. */
    static @Nullable InetSocketAddress of(String address, int port) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null || port <= 0 || port > 65_535) {
            return null;
        }
        try {
            InetAddress host = InetAddress.getByAddress(bytes);
            return host.isAnyLocalAddress() || host.isMulticastAddress() ? null : new InetSocketAddress(host, port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }
}
