package io.switchboard.sip.registrar;

import io.switchboard.sip.transport.Hop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One contact of an address of record (RFC 3261 section 10.3).
 *
 * @param aor address of record, {@code user@domain}
 * @param contact the Contact's URI as the phone wrote it
 * @param q preference in thousandths, 0 to 1000
 * @param expiresAt wall-clock milliseconds since the epoch
 * @param callId Call-ID of the registration
 * @param cseq CSeq of the registration
 * @param path Path values in the order received, to be used as Route (RFC 3327)
 * @param instance value of +sip.instance without quotes and brackets, or null
 * @param regId value of reg-id (RFC 5626), or 0
 * @param userAgent the phone's User-Agent, or empty
 * @param hop the way back to the phone: over its connection, or from behind its NAT; its flow is null after a restart
 */
public record Binding(
        String aor,
        String contact,
        int q,
        long expiresAt,
        String callId,
        long cseq,
        List<String> path,
        @Nullable String instance,
        int regId,
        String userAgent,
        Hop hop) {
    /** What tells this binding from the others of its address of record: the instance and its flow, else the contact. */
    public String key() {
        return instance == null ? contact : instance + '#' + regId;
    }

    /** The same binding without its connection. */
    public Binding withoutFlow() {
        return withHop(new Hop(hop.protocol(), hop.address(), hop.serverName(), null));
    }

    private Binding withHop(Hop other) {
        return new Binding(aor, contact, q, expiresAt, callId, cseq, path, instance, regId, userAgent, other);
    }
}
