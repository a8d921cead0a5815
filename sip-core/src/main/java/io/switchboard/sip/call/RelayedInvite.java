package io.switchboard.sip.call;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipResponse;

/** INVITEs inside the dialog (RFC 3261 section 14), passed from one side of a call to the other. */
final class RelayedInvite {
    private RelayedInvite() {}

    /** The INVITE in a dialog goes to the other side, or is refused if that cannot take it now. */
    static void invite(Leg from) {
        IncomingInvite invite = from.incoming;
        if (from.seated != null && invite != null) {
            from.seated.again(invite);
            return;
        }
        LegDialog in = invite == null ? null : invite.dialog;
        LegDialog to = in == null ? null : in.peer;
        if (to == null || !to.leg.state.mayInvite() || to.leg.updating > 0) {
            from.refuse(null, 491, "");
        } else {
            to.leg.invite(invite);
        }
    }

    /** So does its CANCEL. */
    static void cancel(Leg from) {
        if (from.incoming != null && from.incoming.onward != null) {
            from.incoming.onward.leg.fire(LegEvent.CANCEL_OUT);
        }
    }

    /** A provisional response to a re-INVITE. */
    static void provisional(IncomingInvite origin, SipResponse response) {
        LegDialog in = origin.dialog;
        if (in != null && origin.transaction.pending()) {
            ResponseBuilder builder =
                    ResponseBuilder.of(origin.request, response.status(), HeaderRules.phrase(response));
            builder.header(HeaderName.CONTACT, in.contact());
            HeaderRules.pass(response, builder);
            origin.transaction.respond(builder.build());
        }
    }
}
