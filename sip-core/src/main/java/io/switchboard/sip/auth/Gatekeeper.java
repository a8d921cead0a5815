package io.switchboard.sip.auth;

import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.transport.Flow;
import org.jspecify.annotations.Nullable;

/** Finds out who sent a request. Called in the lane; never blocks. */
public interface Gatekeeper {
    /**
     * The challenge of a REGISTER that has no credentials at all; null if there are some, which {@link
     * #admit(SipRequest, Flow)} has to judge.
     */
    Admission.@Nullable Challenge challenge(SipRequest register, Flow flow);

    /** The verdict on a request of any method but ACK and CANCEL. */
    Admission admit(SipRequest request, Flow flow);

    /**
     * The verdict on a request in a dialog that an account's phone has with us. From names whatever the dialog was made
     * with, so it is not compared.
     *
     * @param owner whose dialog it is: only its digest will do, and the challenge offers the algorithms that it has
     */
    Admission admit(SipRequest request, Flow flow, Account owner);

    /** Whether what comes on a flow is this trunk's. */
    boolean isFrom(String trunk, Flow flow);
}
