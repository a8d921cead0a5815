package io.switchboard.sip.registrar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A REGISTER request as the registrar sees it.
 *
 * @param aor the address of record that it is for, {@code user@domain}
 * @param callId its Call-ID
 * @param cseq its CSeq
 * @param contacts its Contact values; empty for a query, or with {@code removeAll}
 * @param removeAll whether its Contact is {@code *}
 * @param expires seconds of the Expires header, or -1
 * @param path values of its Path (RFC 3327)
 * @param pathSupported whether it says {@code Supported: path}
 * @param outbound whether it says {@code Supported: outbound}
 * @param edgeWithoutOutbound whether it came through a proxy whose Path says nothing of outbound (RFC 5626 section 6)
 * @param userAgent its User-Agent, or empty
 * @param contact its only Contact, to be known again; null if it has none or more, or came through a proxy
 */
record Registration(
        String aor,
        String callId,
        long cseq,
        List<RegisteredContact> contacts,
        boolean removeAll,
        long expires,
        List<String> path,
        boolean pathSupported,
        boolean outbound,
        boolean edgeWithoutOutbound,
        String userAgent,
        @Nullable KnownContact contact) {}
