package io.switchboard.sip.call;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * The INVITE that a transferee would send if it called the target by itself.
 *
 * @param transferee its dialog
 * @param maxForwards Max-Forwards of it
 * @param referredBy value of Referred-By (RFC 3892), or empty
 * @param replaces a dialog of the target that is not ours, or null
 */
record TransferInvite(
        LegDialog transferee,
        int maxForwards,
        String referredBy,
        @Nullable Replaces replaces) {
    /** What the server can be asked for in a call that it placed itself. */
    static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO, MESSAGE, REFER, NOTIFY";

    /** Calls this target. It is never sent: what is sent is made of it. */
    SipRequest to(SipUri target) {
        RequestBuilder invite = RequestBuilder.of(Request.INVITE, target.toString());
        invite.header(HeaderName.FROM, transferee.remoteParty());
        invite.header(HeaderName.TO, "<" + target + ">");
        invite.header(HeaderName.MAX_FORWARDS, Integer.toString(maxForwards));
        invite.header(HeaderName.ALLOW, ALLOW);
        invite.header(HeaderName.SUPPORTED, "replaces, timer");
        if (!referredBy.isEmpty()) {
            invite.header(HeaderName.REFERRED_BY, referredBy);
        }
        if (replaces != null) {
            invite.header(HeaderName.REPLACES, replaces.value());
        }
        byte[] described = transferee.leg.described;
        if (described != null) {
            invite.body(SessionDescriptions.TYPE, SessionDescriptions.withoutHold(described));
        }
        return invite.build("SIP/2.0/UDP switchboard.invalid;branch=z9hG4bK");
    }
}
