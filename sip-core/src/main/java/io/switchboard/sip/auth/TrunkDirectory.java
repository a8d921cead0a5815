package io.switchboard.sip.auth;

import io.switchboard.sip.transport.Flow;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which trunk a request comes from, by its address or by the name in its TLS certificate. Immutable. */
public final class TrunkDirectory {
    /** The more exact first: longer prefixes, and with a port before those without. */
    private static final Comparator<TrunkSource> EXACTNESS = Comparator.comparingInt(TrunkSource::bits)
            .thenComparing(source -> source.port() != 0)
            .reversed();

    private final Map<InetAddress, List<TrunkSource>> hosts = new HashMap<>();
    private final List<TrunkSource> networks = new ArrayList<>();
    private final Map<String, String> tlsNames = new HashMap<>();

    /**
     * A directory. Of two trunks with the same source the first counts.
     *
     * @param sources where trunks send from
     * @param tlsNames trunk by the name in the certificate that its connections show
     */
    public TrunkDirectory(List<TrunkSource> sources, Map<String, String> tlsNames) {
        tlsNames.forEach((name, trunk) -> this.tlsNames.put(name.toLowerCase(Locale.ROOT), trunk));
        for (TrunkSource source : sources) {
            List<TrunkSource> list =
                    source.single() ? hosts.computeIfAbsent(source.network(), address -> new ArrayList<>(1)) : networks;
            list.add(source);
        }
        hosts.values().forEach(list -> list.sort(EXACTNESS));
        networks.sort(EXACTNESS);
    }

    /** Name of the trunk at the other end, or null. */
    @Nullable String find(Flow flow) {
        if (!flow.peerName().isEmpty()) {
            String named = tlsNames.get(flow.peerName().toLowerCase(Locale.ROOT));
            if (named != null) {
                return named;
            }
        }
        List<TrunkSource> exact = hosts.get(flow.remote().getAddress());
        String found = exact == null ? null : first(exact, flow);
        return found != null ? found : first(networks, flow);
    }

    private static @Nullable String first(List<TrunkSource> sources, Flow flow) {
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i).matches(flow.remote())) {
                return sources.get(i).trunk();
            }
        }
        return null;
    }
}
