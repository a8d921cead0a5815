package io.switchboard.sip.call;

import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;

/** Decides where a call goes. Called in the lane, answers at once. */
@FunctionalInterface
public interface CallPlanner {
    /**
     * The plan for a new call.
     *
     * @param target the Request-URI
     */
    CallPlan plan(SipRequest invite, SipUri target, Party caller);
}
