package io.switchboard.sip.call;

import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ClientTransaction;

/** Our BYE: whatever comes of it, the leg is over (RFC 3261 section 15.1.1). */
record ByeSent(Leg leg) implements ClientTransaction.Listener {
    @Override
    public void response(SipResponse response) {
        if (response.status() >= 200) {
            done();
        }
    }

    @Override
    public void timedOut() {
        done();
    }

    @Override
    public void transportFailed() {
        done();
    }

    private void done() {
        try {
            leg.fire(LegEvent.BYE_DONE);
        } catch (RuntimeException e) {
            leg.call.crashed(e);
        }
    }
}
