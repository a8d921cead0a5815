package io.switchboard.sip.auth;

import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.transport.Flow;

/** Finds out who sent a request. Called in the lane; never blocks. */
@FunctionalInterface
public interface Gatekeeper {
    /** The verdict on a request of any method but ACK and CANCEL. */
    Admission admit(SipRequest request, Flow flow);
}
