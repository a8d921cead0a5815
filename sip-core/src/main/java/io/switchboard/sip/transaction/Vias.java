package io.switchboard.sip.transaction;

import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.ListenPoint;
import io.switchboard.sip.transport.Protocol;
import io.switchboard.sip.transport.Wire;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes our Via values and reads our branches back. */
final class Vias {
    private static final String COOKIE = "z9hG4bK";

    private final Wire wire;
    /** The listener used last for each protocol, and what its Via begins with. */
    private final Map<Protocol, Prefix> prefixes = new EnumMap<>(Protocol.class);

    Vias(Wire wire) {
        this.wire = wire;
    }

    /** A Via for this hop, its branch made of 64 random bits, asking for rport (RFC 3581 section 3). */
    String of(Hop hop, long nonce) {
        return prefix(wire.local(hop)) + RandomTokens.encode(nonce) + ";rport";
    }

    @SuppressWarnings("ReferenceEquality") // there are few listeners, each the same object as long as it lives
    private String prefix(ListenPoint local) {
        Prefix known = prefixes.get(local.protocol());
        if (known == null || known.local != local) {
            known = new Prefix(
                    local, "SIP/2.0/" + local.protocol().name() + " " + local.sentBy() + ";branch=" + COOKIE);
            prefixes.put(local.protocol(), known);
        }
        return known.text;
    }

    /** The random bits in a branch of ours; 0 if it is none. */
    static long nonce(@Nullable String branch) {
        if (branch == null || branch.length() != COOKIE.length() + RandomTokens.LENGTH || !branch.startsWith(COOKIE)) {
            return 0;
        }
        return RandomTokens.decode(branch, COOKIE.length());
    }

    private record Prefix(ListenPoint local, String text) {}
}
