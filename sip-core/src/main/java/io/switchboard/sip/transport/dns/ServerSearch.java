package io.switchboard.sip.transport.dns;

import io.switchboard.sip.transport.Protocol;
import io.switchboard.sip.transport.dns.ServiceRecord.Naptr;
import io.switchboard.sip.transport.dns.ServiceRecord.Srv;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The search for the servers of one target whose host is a name (RFC 3263 sections 4.1 and 4.2). */
final class ServerSearch {
    /** Servers whose addresses are looked up; more would only delay the failure. */
    private static final int MAX_SERVERS = 10;

    private final DnsClient dns;
    private final Target target;
    private final RandomGenerator random;

    /** The domain of the SRV records of a transport. */
    private record Service(Protocol protocol, String domain) {}

    /** A server by name. */
    private record Server(Protocol protocol, String host, int port) {}

    /** A server by address. */
    record Place(Protocol protocol, InetAddress address, int port) {}

    ServerSearch(DnsClient dns, Target target, RandomGenerator random) {
        this.dns = dns;
        this.target = target;
        this.random = random;
    }

    CompletableFuture<List<Place>> run() {
        if (target.port() >= 0) {
            return places(List.of(itself()));
        }
        if (target.explicit() != null) {
            return byServices();
        }
        return dns.naptr(target.host()).thenCompose(this::byNaptr);
    }

    private Server itself() {
        Protocol protocol = target.fallback();
        return new Server(protocol, target.host(), target.portFor(protocol));
    }

    private CompletableFuture<List<Place>> byNaptr(List<ServiceRecord> records) {
        List<Naptr> ordered = new ArrayList<>();
        for (ServiceRecord record : records) {
            if (record instanceof Naptr naptr) {
                ordered.add(naptr);
            }
        }
        ordered.sort(Comparator.comparingInt(Naptr::order).thenComparingInt(Naptr::preference));
        List<Service> usable = new ArrayList<>();
        for (Naptr naptr : ordered) {
            Protocol protocol = naptr.protocol();
            if (protocol != null && target.usable().contains(protocol)) {
                usable.add(new Service(protocol, naptr.replacement()));
            }
        }
        return usable.isEmpty() ? byServices() : byServices(usable);
    }

    private CompletableFuture<List<Place>> byServices() {
        List<Service> services = new ArrayList<>();
        for (Protocol protocol : target.services()) {
            services.add(new Service(protocol, prefix(protocol) + target.host()));
        }
        return byServices(services);
    }

    private CompletableFuture<List<Place>> byServices(List<Service> services) {
        List<Service> some = services.size() > MAX_SERVERS ? services.subList(0, MAX_SERVERS) : services;
        return inOrder(some, each -> servers(each.protocol(), each.domain()))
                .thenCompose(servers -> places(servers.isEmpty() ? List.of(itself()) : servers));
    }

    private static String prefix(Protocol protocol) {
        return switch (protocol) {
            case UDP -> "_sip._udp.";
            case TCP -> "_sip._tcp.";
            case TLS -> "_sips._tcp.";
        };
    }

    private CompletableFuture<List<Server>> servers(Protocol protocol, String name) {
        return dns.srv(name).thenApply(records -> {
            List<Srv> found = new ArrayList<>(records.size());
            for (ServiceRecord record : records) {
                if (record instanceof Srv srv) {
                    found.add(srv);
                }
            }
            List<Server> servers = new ArrayList<>(found.size());
            for (Srv srv : SrvOrder.order(found, random)) {
                servers.add(new Server(protocol, srv.target(), srv.port()));
            }
            return servers;
        });
    }

    private CompletableFuture<List<Place>> places(List<Server> servers) {
        List<Server> some = servers.size() > MAX_SERVERS ? servers.subList(0, MAX_SERVERS) : servers;
        return inOrder(
                some,
                server -> addresses(server.host()).thenApply(addresses -> {
                    List<Place> places = new ArrayList<>(addresses.size());
                    for (InetAddress address : addresses) {
                        places.add(new Place(server.protocol(), address, server.port()));
                    }
                    return places;
                }));
    }

    private CompletableFuture<List<InetAddress>> addresses(String host) {
        // The root as an SRV target says that there is no such service (RFC 2782).
        return host.isEmpty() ? CompletableFuture.completedFuture(List.of()) : dns.addresses(host);
    }

    /** Asks for all at once and strings the answers together in the order of the questions. */
    private static <Q, A> CompletableFuture<List<A>> inOrder(
            List<Q> questions, Function<Q, CompletableFuture<List<A>>> ask) {
        CompletableFuture<List<A>> all = CompletableFuture.completedFuture(List.of());
        for (Q question : questions) {
            all = all.thenCombine(ask.apply(question), (before, more) -> {
                List<A> joined = new ArrayList<>(before);
                joined.addAll(more);
                return joined;
            });
        }
        return all;
    }
}
