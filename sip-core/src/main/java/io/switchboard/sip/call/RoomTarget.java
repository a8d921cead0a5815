package io.switchboard.sip.call;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import javax.sip.message.Request;

/**
 * How somebody is called into the room of a call.
 *
 * @param room its name
 * @param host in whose name, and with whose rights
 * @param offer the room's; empty before it is there
 */
@SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
record RoomTarget(String room, Leg host, byte[] offer) implements DialTarget {
    RoomTarget with(byte[] description) {
        return new RoomTarget(room, host, description);
    }

    @Override
    public CallPlan plan(SipUri target, CallPlanner planner) {
        return planner.plan(invite(target), target, host.party);
    }

    @Override
    public Original original(SipUri target) {
        return new Original(invite(target), host.party, host.party, room);
    }

    /** It is never sent: what is sent is made of it. */
    private SipRequest invite(SipUri target) {
        LegDialog dialog = host.dialogs.main();
        RequestBuilder invite = RequestBuilder.of(Request.INVITE, target.toString())
                .header(HeaderName.FROM, dialog == null ? "" : dialog.remoteParty())
                .header(HeaderName.TO, "<" + target + ">")
                .header(HeaderName.MAX_FORWARDS, "70")
                .header(HeaderName.ALLOW, SeatedRequests.ALLOW)
                .header(HeaderName.SUPPORTED, "replaces, timer");
        if (offer.length > 0) {
            invite.body(SessionDescriptions.TYPE, offer);
        }
        return invite.build("SIP/2.0/UDP switchboard.invalid;branch=z9hG4bK");
    }
}
