package io.switchboard.sip.messaging;

import io.switchboard.sip.call.Party;
import io.switchboard.sip.message.SipResponse;

/**
 * One message for several: its sender is answered once, when something is known of each. 200 if all have it, 202 if some
 * get it later or not at all (RFC 5365 section 7.2), a refusal if nobody gets it.
 */
final class Fanout {
    private final Answer sender;
    private int left;
    private int refusal;
    private boolean taken;
    private boolean later;

    /** @param count how many get it, at least one */
    Fanout(Answer sender, int count) {
        this.sender = sender;
        this.left = count;
    }

    /** What one of them comes to. */
    Reply one() {
        return new One();
    }

    private void told(int status) {
        taken |= status < 300;
        later |= status != 200;
        refusal = refusal == 0 && status >= 300 ? status : refusal;
        if (--left == 0) {
            sender.tell(!taken ? refusal : later ? 202 : 200);
        }
    }

    private final class One implements Reply {
        private boolean pending = true;

        @Override
        public boolean pending() {
            return pending;
        }

        @Override
        public void answer(int status, String reason, int retryAfter) {
            if (pending) {
                pending = false;
                told(status);
            }
        }

        @Override
        public void pass(SipResponse response, Party from) {
            answer(response.status(), "", 0);
        }
    }
}
