package io.switchboard.sip.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections that are open or being made. A TCP connection is used for requests to its peer's address whoever
 * opened it; a TLS connection only if we opened it and verified the same name, or if it is asked for by its flow (RFC
 * 5923 section 6). Used in the lane alone.
 */
final class Connections {
    private final TransportLimits limits;
    private final Set<StreamConnection> all = new LinkedHashSet<>();
    private final Map<InetSocketAddress, StreamConnection> plain = new HashMap<>();
    private final Map<Verified, StreamConnection> verified = new HashMap<>();
    private final Map<InetAddress, Integer> perSource = new HashMap<>();

    private record Verified(InetSocketAddress address, String name) {}

    Connections(TransportLimits limits) {
        this.limits = limits;
    }

    boolean full() {
        return all.size() >= limits.connections();
    }

    /** Whether one more may be accepted from there. */
    boolean admits(InetAddress source) {
        return !full() && perSource.getOrDefault(source, 0) < limits.connectionsPerSource();
    }

    void accepted(StreamConnection connection) {
        all.add(connection);
        perSource.merge(connection.remote().getAddress(), 1, Integer::sum);
        if (connection.protocol() == Protocol.TCP) {
            plain.put(connection.remote(), connection);
        }
    }

    void connecting(StreamConnection connection, Hop hop) {
        all.add(connection);
        if (hop.protocol() == Protocol.TCP) {
            plain.put(hop.address(), connection);
        } else {
            verified.put(new Verified(hop.address(), hop.serverName()), connection);
        }
    }

    void gone(StreamConnection connection) {
        if (!all.remove(connection)) {
            return;
        }
        plain.remove(connection.remote(), connection);
        if (connection.accepted()) {
            perSource.computeIfPresent(connection.remote().getAddress(), (source, n) -> n == 1 ? null : n - 1);
        } else if (connection.protocol() == Protocol.TLS) {
            verified.remove(new Verified(connection.remote(), connection.verifiedName()), connection);
        }
    }

    /** The connection to use for a hop; null if one has to be made. */
    @Nullable StreamConnection find(Hop hop) {
        if (hop.flow() instanceof StreamConnection connection && connection.usable() && all.contains(connection)) {
            return connection;
        }
        StreamConnection known = hop.protocol() == Protocol.TCP
                ? plain.get(hop.address())
                : verified.get(new Verified(hop.address(), hop.serverName()));
        return known != null && known.usable() ? known : null;
    }

    List<StreamConnection> all() {
        return new ArrayList<>(all);
    }
}
