package io.switchboard.sip.transport;

import com.google.common.net.InetAddresses;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decisions about listeners: which one stands for us towards a peer, and what it is called. */
public final class ListenPoints {
    private ListenPoints() {}

    /**
     * The listener to use towards an address: of the same transport and family, bound to loopback for a loopback target
     * and elsewhere for others, the first among equals; null if no listener can reach it.
     */
    public static @Nullable ListenPoint towards(List<ListenPoint> points, Protocol protocol, InetAddress target) {
        ListenPoint best = null;
        int bestRank = 0;
        for (int i = 0; i < points.size(); i++) {
            ListenPoint point = points.get(i);
            if (point.protocol() == protocol) {
                int rank = rank(point.bound().getAddress(), target);
                if (rank > bestRank) {
                    best = point;
                    bestRank = rank;
                }
            }
        }
        return best;
    }

    private static int rank(InetAddress bound, InetAddress target) {
        boolean sameFamily = bound instanceof Inet4Address == target instanceof Inet4Address;
        if (bound.isAnyLocalAddress()) {
            return sameFamily ? 3 : bound instanceof Inet6Address ? 2 : 0;
        }
        if (!sameFamily) {
            return 0;
        }
        return bound.isLoopbackAddress() == target.isLoopbackAddress() ? 4 : 1;
    }

    /** What a bound listener is called. */
    static ListenPoint of(ListenerSettings settings, InetSocketAddress bound) {
        String host = settings.advertisedHost();
        if (host.isEmpty()) {
            InetAddress address = bound.getAddress();
            host = text(address.isAnyLocalAddress() ? LocalAddresses.of(address) : address);
        } else if (host.indexOf(':') >= 0 && host.charAt(0) != '[') {
            host = '[' + host + ']';
        }
        int port = settings.advertisedPort() == 0 ? bound.getPort() : settings.advertisedPort();
        return new ListenPoint(settings.protocol(), bound, host + ':' + port);
    }

    private static String text(InetAddress address) {
        String text = InetAddresses.toAddrString(address);
        int zone = text.indexOf('%');
        String host = zone < 0 ? text : text.substring(0, zone);
        return address instanceof Inet6Address ? '[' + host + ']' : host;
    }
}
