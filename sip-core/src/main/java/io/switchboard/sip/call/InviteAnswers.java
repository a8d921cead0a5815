package io.switchboard.sip.call;

import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ClientTransaction;
import io.switchboard.sip.transport.Hop;
import org.jspecify.annotations.Nullable;

/** What comes back for one INVITE of ours, until the ACK of its 2xx; then the transaction layer answers by itself. */
final class InviteAnswers implements ClientTransaction.Listener {
    private final Calls calls;
    private final OutgoingInvite invite;
    private @Nullable String answeredTag;

    InviteAnswers(Calls calls, OutgoingInvite invite) {
        this.calls = calls;
        this.invite = invite;
    }

    @Override
    public void response(SipResponse response) {
        int status = response.status();
        if (status >= 200 && status < 300 && answeredTag != null) {
            oneMore(response);
            return;
        }
        if (status == 100) {
            invite.heard();
            return;
        }
        if (status >= 200 && status < 300) {
            String tag = response.toTag();
            answeredTag = tag == null ? "" : tag;
        }
        invite.response(response);
    }

    @Override
    public void timedOut() {
        invite.failedOnTheWay(408);
    }

    @Override
    public void transportFailed() {
        invite.failedOnTheWay(invite.unreachable());
    }

    /** A 2xx after the first: a repetition, or one of another branch, which gets ACK and BYE. */
    private void oneMore(SipResponse response) {
        String tag = response.toTag();
        if ((tag == null ? "" : tag).equals(answeredTag)) {
            return; // its ACK is still to come
        }
        Hop to = invite.hop();
        if (to != null) {
            calls.forked(response, to);
        }
    }
}
