package io.switchboard.sip.transaction;

import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Hop;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Requests that went over a peer's own connection and have no response yet. If it closes nobody will answer them, and
 * that is a failure of the transport (RFC 3261 section 17.1.4), known long before a timer fires.
 */
final class FlowWatch {
    private final Map<Flow, Set<ClientEntry>> waiting = new HashMap<>();

    /** Begins to watch, if the hop is a connection. */
    void add(ClientEntry entry, Hop hop) {
        Flow flow = hop.flow();
        if (flow != null && hop.protocol().reliable()) {
            waiting.computeIfAbsent(flow, none -> new LinkedHashSet<>(2)).add(entry);
            entry.watched = flow;
        }
    }

    /** The peer has answered, or nothing is awaited any more. */
    void remove(ClientEntry entry) {
        Flow flow = entry.watched;
        if (flow != null) {
            entry.watched = null;
            Set<ClientEntry> entries = waiting.get(flow);
            if (entries != null && entries.remove(entry) && entries.isEmpty()) {
                waiting.remove(flow);
            }
        }
    }

    /** Tells all whose connection is gone. */
    void closed(Flow flow) {
        Set<ClientEntry> lost = waiting.remove(flow);
        if (lost != null) {
            for (ClientEntry entry : lost) {
                entry.watched = null;
            }
            lost.forEach(Entry::transportError);
        }
    }
}
