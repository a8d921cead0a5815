package io.switchboard.sip.messaging;

import io.switchboard.sip.call.HeaderRules;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.message.SipResponse;

/** The answer to somebody in the server, which counts once. */
final class OnceReply implements Reply {
    private final MessageEnd end;
    private boolean pending = true;

    OnceReply(MessageEnd end) {
        this.end = end;
    }

    @Override
    public boolean pending() {
        return pending;
    }

    @Override
    public void answer(int status, String reason, int retryAfter) {
        if (pending) {
            pending = false;
            end.told(status, reason, retryAfter);
        }
    }

    @Override
    public void pass(SipResponse response, Party from) {
        answer(response.status(), HeaderRules.phrase(response), 0);
    }
}
