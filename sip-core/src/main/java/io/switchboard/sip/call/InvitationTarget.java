package io.switchboard.sip.call;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import javax.sip.message.Request;

/**
 * How somebody is called for a room.
 *
 * @param callId for the INVITE that the calls are made from
 * @param plan for the target that the order names
 * @param liable whose rights count
 * @param offer our session description
 */
@SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
record InvitationTarget(Dialler.Order order, String callId, CallPlan plan, Party liable, byte[] offer)
        implements DialTarget {
    private static final String VIA = "SIP/2.0/UDP switchboard.invalid;branch=z9hG4bK"; // it is never sent as it is

    @Override
    public CallPlan plan(SipUri target, CallPlanner planner) {
        return target.equals(order.target())
                ? plan
                : planner.plan(invite(order, target, callId, offer), target, liable);
    }

    @Override
    public Original original(SipUri target) {
        return new Original(invite(order, target, callId, offer), order.room(), liable);
    }

    static SipRequest invite(Dialler.Order order, SipUri target, String callId, byte[] offer) {
        String room = "<sip:" + SipUri.escapedUser(order.room().name()) + "@"
                + order.room().domain() + ">";
        RequestBuilder invite = RequestBuilder.of(Request.INVITE, target.toString())
                .header(HeaderName.FROM, room)
                .header(HeaderName.TO, "<" + target + ">")
                .header(HeaderName.CALL_ID, callId)
                .header(HeaderName.CONTACT, room)
                .header(HeaderName.MAX_FORWARDS, "70")
                .header(HeaderName.ALLOW, SeatedRequests.ALLOW)
                .header(HeaderName.SUPPORTED, "replaces, timer");
        if (!order.referredBy().isEmpty()) {
            invite.header(HeaderName.REFERRED_BY, order.referredBy());
        }
        if (!order.replaces().isEmpty()) {
            invite.header(HeaderName.REPLACES, order.replaces());
        }
        if (offer.length > 0) {
            invite.body(SessionDescriptions.TYPE, offer);
        }
        return invite.build(VIA);
    }
}
