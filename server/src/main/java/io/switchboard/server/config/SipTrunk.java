package io.switchboard.server.config;

import io.switchboard.routing.Trunk;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another server that calls go to and come from.
 *
 * @param routing name, weight, limit and number forms, as the dial plan sees them
 * @param uri where calls are sent: {@code sip:host[:port][;transport=...]}; the user part is filled in for each call
 * @param sources addresses that its requests come from
 * @param tlsNames names one of which its TLS certificate has to bear; empty if it is not known by certificate
 * @param credentials what to answer its digest challenges with; null if it does not ask
 * @param identityIn whether its P-Asserted-Identity is believed
 * @param identityOut whether it is told the caller's P-Asserted-Identity
 * @param transfers whether it may transfer calls by REFER, with its own rights
 * @param probe interval of OPTIONS that find out whether it is alive; zero for none
 */
public record SipTrunk(
        Trunk routing,
        String uri,
        List<SourceAddress> sources,
        List<String> tlsNames,
        @Nullable Credentials credentials,
        boolean identityIn,
        boolean identityOut,
        boolean transfers,
        Duration probe) {
    /** A copy that nobody can change. */
    public SipTrunk {
        sources = List.copyOf(sources);
        tlsNames = List.copyOf(tlsNames);
    }

    /** Its name. */
    public String name() {
        return routing.name();
    }

    /** Login for outbound digest; only challenges of this realm are answered. */
    public record Credentials(String username, String password, String realm) {
        @Override
        public String toString() {
            return username + "@" + realm;
        }
    }
}
