package io.switchboard.sip.transport.dns;

import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.Protocol;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Remembers for a short time where nobody answered, so that it is tried last. */
final class DeadHops {
    private static final long MEMORY_MILLIS = 30_000;
    private static final int LIMIT = 1_000;

    private record Place(Protocol protocol, InetSocketAddress address) {}

    /** When each is forgotten; the oldest first. */
    private final Map<Place, Long> places = new LinkedHashMap<>();

    void failed(Hop hop, long now) {
        Place place = new Place(hop.protocol(), hop.address());
        places.remove(place);
        places.values().removeIf(end -> end <= now);
        if (places.size() >= LIMIT) {
            places.remove(places.keySet().iterator().next());
        }
        places.put(place, now + MEMORY_MILLIS);
    }

    /** The same hops; those that failed lately stand behind the others. */
    List<Hop> sort(List<Hop> hops, long now) {
        if (places.isEmpty() || hops.size() < 2) {
            return hops;
        }
        List<Hop> sorted = new ArrayList<>(hops.size());
        List<Hop> dead = new ArrayList<>();
        for (Hop hop : hops) {
            Long end = places.get(new Place(hop.protocol(), hop.address()));
            (end == null || end <= now ? sorted : dead).add(hop);
        }
        sorted.addAll(dead);
        return sorted;
    }
}
