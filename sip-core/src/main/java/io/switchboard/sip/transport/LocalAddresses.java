package io.switchboard.sip.transport;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** Addresses of this machine. */
public final class LocalAddresses {
    private LocalAddresses() {}

    /** What others can reach a wildcard at: the first address of its family that is not local, else loopback. */
    public static InetAddress of(InetAddress wildcard) {
        boolean v4 = wildcard instanceof Inet4Address;
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(each -> each instanceof Inet4Address == v4)
                    .filter(each -> !each.isLoopbackAddress() && !each.isLinkLocalAddress())
                    .findFirst()
                    .orElseGet(() -> loopback(v4));
        } catch (SocketException e) {
            return loopback(v4);
        }
    }

    private static InetAddress loopback(boolean v4) {
        return new InetSocketAddress(v4 ? "127.0.0.1" : "::1", 0).getAddress();
    }
}
