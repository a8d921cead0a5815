package io.switchboard.sip.call;

import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ClientTransaction;

/** For a request whose outcome changes nothing. */
enum Forgotten implements ClientTransaction.Listener {
    INSTANCE;

    @Override
    public void response(SipResponse response) {}

    @Override
    public void timedOut() {}

    @Override
    public void transportFailed() {}
}
