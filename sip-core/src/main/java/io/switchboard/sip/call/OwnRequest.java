package io.switchboard.sip.call;

import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ServerTransaction;
import io.switchboard.sip.transport.Flow;
import org.jspecify.annotations.Nullable;

/** Stands for the INVITE of a call that the server places by itself: nobody waits for its answer. */
record OwnRequest(SipRequest request) implements ServerTransaction {
    @Override
    public Flow flow() {
        throw new IllegalStateException("it came from nowhere");
    }

    @Override
    public boolean pending() {
        return false;
    }

    @Override
    public void respond(SipResponse response) {}

    @Override
    public void listener(@Nullable Listener listener) {}
}
