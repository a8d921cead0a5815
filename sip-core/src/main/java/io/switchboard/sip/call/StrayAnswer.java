package io.switchboard.sip.call;

import io.switchboard.sip.dialog.Dialog;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.TransactionLayer;
import io.switchboard.sip.transport.Hop;
import javax.sip.message.Request;

/** A 2xx of a branch of our INVITE that a proxy forked and that is not wanted (RFC 3261 section 13.2.2.4). */
final class StrayAnswer {
    private StrayAnswer() {}

    /** ACK and BYE. */
    static void hangUp(TransactionLayer layer, SipResponse response, Hop to) {
        String from = response.value(HeaderName.FROM);
        String callee = response.value(HeaderName.TO);
        String fromTag = response.fromTag();
        if (from == null || callee == null || fromTag == null) {
            return;
        }
        Dialog stray = new Dialog(
                response.callId(),
                fromTag,
                NameAddr.withoutParameters(from),
                NameAddr.withoutParameters(callee),
                "",
                "",
                "");
        stray.established(response);
        stray.countFrom(response.cseq());
        RequestBuilder acknowledge = stray.request(Request.ACK, response.cseq());
        acknowledge.header(HeaderName.MAX_FORWARDS, "70");
        layer.sendAck(acknowledge, to);
        RequestBuilder bye = stray.request(Request.BYE);
        bye.header(HeaderName.MAX_FORWARDS, "70");
        bye.header(HeaderName.REASON, CallMachine.ELSEWHERE);
        layer.send(bye, to, Forgotten.INSTANCE);
    }
}
