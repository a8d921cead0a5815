package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.transport.Hop;
import org.jspecify.annotations.Nullable;

/**
 * One place to dial.
 *
 * @param party who is reached there
 * @param requestUri Request-URI of the INVITE
 * @param to URI of the To header
 * @param routes Route values, the nearest first; from Path or an outbound proxy
 * @param hops where to send it, to be tried in turn, if that is known without a look-up (a phone's own flows); none for
 *     RFC 3263
 * @param callerUser user part, not escaped, to show as the caller's number, null for the caller's own
 * @param flows the same phone by the others of its hops, each of which has a contact and a Path of its own (RFC 5626)
 */
public record Destination(
        Party party,
        String requestUri,
        String to,
        ImmutableList<String> routes,
        ImmutableList<Hop> hops,
        @Nullable String callerUser,
        ImmutableList<Destination> flows) {
    /** A destination that has no more than one contact. */
    public Destination(
            Party party,
            String requestUri,
            String to,
            ImmutableList<String> routes,
            ImmutableList<Hop> hops,
            @Nullable String callerUser) {
        this(party, requestUri, to, routes, hops, callerUser, ImmutableList.of());
    }

    /** What is to be sent over one of the hops. */
    public Destination by(Hop hop) {
        for (Destination flow : flows) {
            if (flow.hops.contains(hop)) {
                return flow;
            }
        }
        return this;
    }
}
