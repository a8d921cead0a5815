package io.switchboard.sip.transaction;

import static java.util.Objects.requireNonNull;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import javax.sip.message.Request;

/** The messages that the transaction layer makes by itself. */
final class Requests {
    private Requests() {}

    /**
     * The ACK to a final response other than 2xx (section 17.1.1.3): To from the response, its tag included, one Via,
     * that of the INVITE, and the INVITE's Route.
     */
    static SipRequest ack(SipRequest invite, SipResponse response) {
        return sameHop(Request.ACK, invite).copy(response, HeaderName.TO).build(via(invite));
    }

    /** The CANCEL of an INVITE (section 9.1): its Request-URI, From, To, Call-ID, CSeq number, Route and top Via. */
    static SipRequest cancel(SipRequest invite, String reason) {
        RequestBuilder cancel = sameHop(Request.CANCEL, invite).copy(invite, HeaderName.TO);
        if (!reason.isEmpty()) {
            cancel.header(HeaderName.REASON, reason);
        }
        return cancel.build(via(invite));
    }

    private static RequestBuilder sameHop(String method, SipRequest invite) {
        return RequestBuilder.of(method, invite.requestUri())
                .copy(invite, HeaderName.ROUTE)
                .header(HeaderName.MAX_FORWARDS, "70")
                .copy(invite, HeaderName.FROM)
                .copy(invite, HeaderName.CALL_ID)
                .header(HeaderName.CSEQ, invite.cseq() + " " + method);
    }

    private static String via(SipRequest sent) {
        return requireNonNull(sent.value(HeaderName.VIA));
    }

    /** 100 Trying, without To tag (section 8.2.6.2). */
    static SipResponse trying(SipRequest invite) {
        return ResponseBuilder.of(invite, 100, "").build();
    }
}
