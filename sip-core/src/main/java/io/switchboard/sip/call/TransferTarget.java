package io.switchboard.sip.call;

import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;

/**
 * How the target of a transfer is called.
 *
 * @param invite made for the target, and for whatever place it redirects to
 * @param liable whose rights count, and who is asserted to trunks
 */
record TransferTarget(TransferInvite invite, Party liable) implements DialTarget {
    @Override
    public CallPlan plan(SipUri target, CallPlanner planner) {
        return planner.plan(invite.to(target), target, liable);
    }

    @Override
    public Original original(SipUri target) {
        SipRequest request = invite.to(target);
        return new Original(request, invite.transferee().leg.party, liable);
    }
}
