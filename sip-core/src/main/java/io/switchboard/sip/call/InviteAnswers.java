package io.switchboard.sip.call;

import io.switchboard.sip.dialog.Dialog;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ClientTransaction;
import io.switchboard.sip.transport.Hop;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * What comes back for one INVITE of ours. It outlives its call: for 64*T1 after the 2xx it answers repetitions with the
 * same ACK, and ends what a fork answers too late (RFC 3261 section 13.2.2.4). By then it holds nothing but the ACK.
 */
final class InviteAnswers implements ClientTransaction.Listener {
    private final Calls calls;
    private @Nullable OutgoingInvite invite;
    private @Nullable String answeredTag;
    private @Nullable SipRequest ack;
    private @Nullable Hop hop;

    InviteAnswers(Calls calls, OutgoingInvite invite) {
        this.calls = calls;
        this.invite = invite;
    }

    /** The ACK of the 2xx was sent: the call has no more to do with this INVITE. */
    void acknowledged(SipRequest sent, Hop to) {
        ack = sent;
        hop = to;
        invite = null;
    }

    @Override
    public void response(SipResponse response) {
        int status = response.status();
        if (status >= 200 && status < 300 && answeredTag != null) {
            oneMore(response);
            return;
        }
        OutgoingInvite waiting = invite;
        if (waiting == null || status == 100) {
            if (waiting != null) {
                waiting.heard();
            }
            return;
        }
        if (status >= 200 && status < 300) {
            String tag = response.toTag();
            answeredTag = tag == null ? "" : tag;
        }
        waiting.response(response);
    }

    @Override
    public void timedOut() {
        if (invite != null) {
            invite.failedOnTheWay(408);
        }
    }

    @Override
    public void transportFailed() {
        if (invite != null) {
            invite.failedOnTheWay(invite.unreachable());
        }
    }

    /** A 2xx after the first: a repetition, or one of another branch, which gets ACK and BYE. */
    private void oneMore(SipResponse response) {
        String tag = response.toTag();
        if ((tag == null ? "" : tag).equals(answeredTag)) {
            if (ack != null && hop != null) {
                calls.layer.resendAck(ack, hop);
            }
            return;
        }
        Hop to = hop != null ? hop : invite == null ? null : invite.hop();
        String from = response.value(HeaderName.FROM);
        String callee = response.value(HeaderName.TO);
        String fromTag = response.fromTag();
        if (to == null || from == null || callee == null || fromTag == null) {
            return;
        }
        Dialog stray = new Dialog(
                response.callId(), fromTag, FieldValues.withoutTag(from), FieldValues.withoutTag(callee), "", "", "");
        stray.established(response);
        stray.countFrom(response.cseq());
        RequestBuilder acknowledge = stray.request(Request.ACK, response.cseq());
        acknowledge.header(HeaderName.MAX_FORWARDS, "70");
        calls.layer.sendAck(acknowledge, to);
        RequestBuilder bye = stray.request(Request.BYE);
        bye.header(HeaderName.MAX_FORWARDS, "70");
        bye.header(HeaderName.REASON, CallMachine.ELSEWHERE);
        calls.layer.send(bye, to, Forgotten.INSTANCE);
    }
}
