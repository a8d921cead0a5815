package io.switchboard.sip.transport;

import io.switchboard.sip.transport.tls.TlsSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the transports need to start.
 *
 * @param listeners at least one
 * @param limits bounds of connections
 * @param tls certificates; null only if no listener is TLS
 */
public record TransportSettings(
        List<ListenerSettings> listeners,
        TransportLimits limits,
        @Nullable TlsSettings tls) {
    /** Copies the list. */
    public TransportSettings {
        listeners = List.copyOf(listeners);
        if (listeners.isEmpty()) {
            throw new IllegalArgumentException("no listeners");
        }
        if (tls == null && listeners.stream().anyMatch(each -> each.protocol().secure())) {
            throw new IllegalArgumentException("a TLS listener needs a certificate and a key");
        }
    }
}
