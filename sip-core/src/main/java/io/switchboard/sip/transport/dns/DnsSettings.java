package io.switchboard.sip.transport.dns;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * How names are looked up.
 *
 * @param nameServers asked in this order; empty for those of the system
 * @param queryMillis for one answer
 */
public record DnsSettings(List<InetSocketAddress> nameServers, int queryMillis) {
    /** The system's name servers, with 2 s for an answer. */
    public static final DnsSettings SYSTEM = new DnsSettings(List.of(), 2_000);

    /** Copies the list. */
    public DnsSettings {
        nameServers = List.copyOf(nameServers);
    }
}
