package io.switchboard.sip.registrar;

import io.switchboard.sip.transport.Flow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which addresses of record are registered over a connection. */
final class ConnectionIndex {
    private final Map<Flow, Set<AorBindings>> users = new HashMap<>();

    /** Notes that an address's bindings are to be exchanged for others. */
    void replace(AorBindings address, List<Binding> next) {
        for (Binding binding : address.bindings) {
            Flow flow = binding.hop().flow();
            Set<AorBindings> all = flow == null || !flow.protocol().reliable() ? null : users.get(flow);
            if (flow != null && all != null && all.remove(address) && all.isEmpty()) {
                users.remove(flow);
            }
        }
        for (Binding binding : next) {
            Flow flow = binding.hop().flow();
            if (flow != null && flow.protocol().reliable()) {
                users.computeIfAbsent(flow, key -> new HashSet<>(2)).add(address);
            }
        }
    }

    /** Those registered over a connection, as a copy. */
    List<AorBindings> users(Flow flow) {
        Set<AorBindings> all = users.get(flow);
        return all == null ? List.of() : List.copyOf(all);
    }
}
