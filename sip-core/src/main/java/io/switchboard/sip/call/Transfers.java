package io.switchboard.sip.call;

import io.switchboard.sip.call.LegState.Phase;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.transaction.ServerTransaction;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** REFERs inside calls: which of them the server carries out, and how they are answered (RFC 3515 section 2.4.2). */
final class Transfers {
    /** What the server can be asked for in a call that it placed itself. */
    private static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO, MESSAGE, REFER, NOTIFY";

    private Transfers() {}

    /**
     * A REFER inside a dialog.
     *
     * @return false if it is to be passed to the other side
     */
    static boolean refer(Leg leg, ServerTransaction transaction, LegDialog in) {
        if (leg.call.settings.referBy() == CallSettings.ReferBy.PHONE) {
            return false;
        }
        SipRequest request = transaction.request();
        return switch (Refer.of(request)) {
            case Refer.Pass pass -> false;
            case Refer.Wrong wrong -> {
                ResponseBuilder builder = ResponseBuilder.of(request, wrong.status(), "");
                if (!wrong.unsupported().isEmpty()) {
                    builder.header(HeaderName.UNSUPPORTED, wrong.unsupported());
                }
                transaction.respond(builder.build());
                yield true;
            }
            case Refer.Call refer -> {
                LegDialog other = in.peer;
                int refusal = other == null ? 481 : refusal(leg, other.leg);
                if (other == null || refusal > 0) {
                    transaction.respond(ResponseBuilder.of(request, refusal, "").build());
                } else {
                    accept(leg, other, transaction, in, refer);
                }
                yield true;
            }
        };
    }

    /** Final status for a REFER that may not be or not now, 0 if it may. */
    private static int refusal(Leg transferor, Leg transferee) {
        if (transferor.left || transferor.state.phase() != Phase.UP || transferee.state.phase() != Phase.UP) {
            return 481;
        }
        if (!(transferor.party instanceof Party.Phone)) {
            return 403;
        }
        return transferor.call.talks() ? transferee.described == null ? 488 : 0 : 491;
    }

    private static void accept(
            Leg transferor, LegDialog transferee, ServerTransaction transaction, LegDialog in, Refer.Call refer) {
        SipRequest request = transaction.request();
        ResponseBuilder accepted = ResponseBuilder.of(request, 202, "").header(HeaderName.CONTACT, in.contact());
        if (refer.silent()) {
            accepted.header(HeaderName.REFER_SUB, "false");
        }
        transaction.respond(accepted.build());
        // Section 2.4.6: only the first of a dialog may go without an id.
        String event = transferor.refers++ == 0 ? "refer" : "refer;id=" + request.cseq();
        ReferSubscription subscription = new ReferSubscription(transferor, in, event, refer.silent());
        Leg consulted = refer.replaces() == null ? null : named(transferor.call.calls, refer.replaces());
        if (consulted != null && mayTake(transferor, consulted)) {
            new Transfer(transferor, transferee.leg, subscription, TransferState.ATTENDED)
                    .take(consulted, Call.other(consulted));
            return;
        }
        SipRequest invite = invite(
                transferor.party, transferee, refer.target(), FieldValues.maxForwards(request), refer.replaces());
        CallPlan plan = consulted != null
                ? new CallPlan.Refuse("", 481, "") // one that is over, still rings or is somebody else's
                : transferor.call.planner.plan(invite, refer.target(), transferor.party);
        new Transfer(transferor, transferee.leg, subscription, TransferState.BLIND)
                .dial(plan, new Original(invite, transferee.leg.party, transferor.party));
    }

    /** The leg whose dialog a Replaces names (RFC 3891 section 3), or null. */
    static @Nullable Leg named(Calls calls, Replaces replaces) {
        Leg leg = calls.find(replaces.callId(), replaces.toTag());
        return leg != null && leg.dialogs.find(replaces.toTag(), replaces.fromTag()) != null ? leg : null;
    }

    /** Whether a transferor may give away the other side of this leg: it is its own, in another call. */
    private static boolean mayTake(Leg transferor, Leg consulted) {
        return consulted.call != transferor.call
                && consulted.party.label().equals(transferor.party.label())
                && consulted.call.talks()
                && !consulted.left
                && consulted.state.phase() == Phase.UP
                && Call.other(consulted).state.phase() == Phase.UP;
    }

    /** The INVITE that the transferee would send if it carried out a REFER of this party by itself. */
    static SipRequest invite(
            Party transferor, LegDialog transferee, SipUri target, int maxForwards, @Nullable Replaces replaces) {
        RequestBuilder invite = RequestBuilder.of(Request.INVITE, target.toString());
        invite.header(HeaderName.FROM, transferee.remoteParty());
        invite.header(HeaderName.TO, "<" + target + ">");
        invite.header(HeaderName.MAX_FORWARDS, Integer.toString(maxForwards));
        invite.header(HeaderName.ALLOW, ALLOW);
        invite.header(HeaderName.SUPPORTED, "replaces, timer");
        if (transferor instanceof Party.Phone phone) {
            // RFC 3892: who asked for it is known here, whatever the phone claims.
            String user = SipUri.escapedUser(phone.account().user());
            invite.header(
                    HeaderName.REFERRED_BY,
                    "<sip:" + user + "@" + phone.account().domain() + ">");
        }
        if (replaces != null) {
            invite.header(HeaderName.REPLACES, replaces.value()); // a dialog of the target that is not ours
        }
        byte[] described = transferee.leg.described;
        if (described != null) {
            invite.body(SessionDescriptions.TYPE, SessionDescriptions.withoutHold(described));
        }
        return invite.build("SIP/2.0/UDP switchboard.invalid;branch=z9hG4bK"); // never sent; what is sent is made of it
    }
}
