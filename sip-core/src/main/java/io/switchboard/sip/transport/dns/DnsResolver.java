package io.switchboard.sip.transport.dns;

import io.netty.resolver.ResolvedAddressTypes;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.transport.EventLoopLane;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.ListenPoint;
import io.switchboard.sip.transport.ListenPoints;
import io.switchboard.sip.transport.Protocol;
import io.switchboard.sip.transport.Resolver;
import io.switchboard.sip.transport.Wire;
import io.switchboard.sip.transport.dns.ServerSearch.Place;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the servers of a URI by RFC 3263, in the lane: numeric hosts and the hosts file at once, else NAPTR, SRV and
 * addresses, with what the answers' lifetimes allow from a cache.
 */
public final class DnsResolver implements Resolver {
    private static final Logger LOG = LoggerFactory.getLogger(DnsResolver.class);
    /** Above this a request goes over a transport with congestion control (RFC 3261 section 18.1.1). */
    private static final int UDP_BYTES = 1300;

    private static final int MAX_HOPS = 16;

    private final EventLoopLane lane;
    private final Wire wire;
    private static final int NUMERICS = 1_000;

    /** Hops of numeric addresses, asked for with every request to the same trunk. */
    private final Map<String, List<Hop>> numerics = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Hop>> eldest) {
            return size() > NUMERICS;
        }
    };

    private final DnsSettings settings;
    private final RandomGenerator random;
    private final DeadHops dead = new DeadHops();
    private @Nullable DnsClient client;

    /**
     * A resolver of this lane. Its sockets are made with the first look-up.
     *
     * @param wire whose listeners tell what can be reached; they have to be bound before the first look-up
     * @param random chooses among servers of the same priority
     */
    public DnsResolver(EventLoopLane lane, Wire wire, DnsSettings settings, RandomGenerator random) {
        this.lane = lane;
        this.wire = wire;
        this.settings = settings;
        this.random = random;
    }

    @Override
    public void resolve(SipUri uri, int size, Consumer<List<Hop>> result) {
        List<Hop> known = size > UDP_BYTES ? null : numerics.get(place(uri));
        if (known != null) {
            result.accept(known);
            return;
        }
        List<ListenPoint> points = wire.listenPoints();
        Target target = Target.of(uri, points);
        if (target == null) {
            result.accept(List.of());
            return;
        }
        InetAddress numeric = target.numeric();
        if (numeric != null) {
            List<Hop> hops = hops(target, points, itself(target, List.of(numeric)), size);
            if (hops.size() == 1 && uri.param("maddr") == null) {
                hops = List.of(hops.get(0));
                numerics.put(place(uri), hops);
            }
            result.accept(hops);
            return;
        }
        DnsClient dns = client(points);
        List<InetAddress> fixed = dns.fixed(target.host());
        if (!fixed.isEmpty()) {
            result.accept(hops(target, points, itself(target, fixed), size));
            return;
        }
        new ServerSearch(dns, target, random)
                .run()
                .thenAccept(places -> result.accept(hops(target, points, places, size)))
                .exceptionally(failure -> {
                    LOG.error("the search for {} failed", uri, failure);
                    return null;
                });
    }

    /** What of a URI decides where it leads. */
    private static String place(SipUri uri) {
        String text = uri.toString();
        int at = text.indexOf('@');
        return uri.secure()
                ? "sips:" + text.substring(at + 1)
                : text.substring(at < 0 ? text.indexOf(':') + 1 : at + 1);
    }

    @Override
    public void failed(Hop hop) {
        dead.failed(hop, lane.now());
    }

    private static List<Place> itself(Target target, List<InetAddress> addresses) {
        List<Place> places = new ArrayList<>(addresses.size());
        Protocol protocol = target.fallback();
        for (InetAddress address : addresses) {
            places.add(new Place(protocol, address, target.portFor(protocol)));
        }
        return places;
    }

    private List<Hop> hops(Target target, List<ListenPoint> points, List<Place> places, int size) {
        List<Hop> hops = new ArrayList<>(places.size());
        for (Place place : places) {
            if (place.protocol() == Protocol.UDP && size > UDP_BYTES && target.explicit() == null) {
                add(hops, target, points, place, Protocol.TCP);
            }
            add(hops, target, points, place, place.protocol());
        }
        return dead.sort(hops, lane.now());
    }

    private static void add(List<Hop> hops, Target target, List<ListenPoint> points, Place place, Protocol protocol) {
        if (hops.size() < MAX_HOPS && ListenPoints.towards(points, protocol, place.address()) != null) {
            InetSocketAddress address = new InetSocketAddress(place.address(), place.port());
            hops.add(new Hop(protocol, address, protocol.secure() ? target.serverName() : "", null));
        }
    }

    private DnsClient client(List<ListenPoint> points) {
        DnsClient made = client;
        if (made == null) {
            client = made = new DnsClient(lane, settings, families(points));
        }
        return made;
    }

    private static ResolvedAddressTypes families(List<ListenPoint> points) {
        boolean v4 = false;
        boolean v6 = false;
        for (ListenPoint point : points) {
            InetAddress bound = point.bound().getAddress();
            boolean six = !(bound instanceof Inet4Address);
            v6 |= six;
            v4 |= !six || bound.isAnyLocalAddress();
        }
        if (v4 && v6) {
            return ResolvedAddressTypes.IPV4_PREFERRED;
        }
        return v6 ? ResolvedAddressTypes.IPV6_ONLY : ResolvedAddressTypes.IPV4_ONLY;
    }

    /** Closes the sockets; in the lane. */
    public void close() {
        DnsClient made = client;
        if (made != null) {
            client = null;
            made.close();
        }
    }
}
