package io.switchboard.sip.call;

import io.switchboard.sip.call.LegState.Phase;
import io.switchboard.sip.call.LegState.Uas;
import io.switchboard.sip.dialog.SessionTimer;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.transaction.ServerTransaction;
import io.switchboard.sip.transport.Hop;
import javax.sip.message.Request;

/** What a leg's peer asks for inside its dialog: INVITEs and BYEs are the leg's, all else passes to the other side. */
final class LegRequests {
    private LegRequests() {}

    /** A request inside one of our dialogs, in order; never ACK or CANCEL. */
    static void handle(Leg leg, ServerTransaction transaction, LegDialog in) {
        SipRequest request = transaction.request();
        leg.effects.asked = transaction;
        switch (request.method()) {
            case Request.INVITE -> reInvite(leg, transaction, in);
            case Request.BYE -> {
                if ((leg.state.phase() == Phase.UP || leg.destination == null) && Errand.ends(leg)) {
                    leg.call.ending.by(request);
                }
                leg.fire(LegEvent.BYE_IN, request);
            }
            case Request.REFER -> {
                if (leg.seated != null) {
                    leg.seated.request(transaction, in);
                } else if (!Transfers.refer(leg, transaction, in)) {
                    relay(leg, transaction, in);
                }
            }
            default -> {
                if (leg.seated != null) {
                    leg.seated.request(transaction, in);
                } else {
                    relay(leg, transaction, in);
                }
            }
        }
        leg.effects.asked = null;
    }

    private static void reInvite(Leg leg, ServerTransaction transaction, LegDialog in) {
        SipRequest request = transaction.request();
        if (SessionTimer.tooSmall(request, leg.call.settings.minSessionSeconds())) {
            transaction.respond(leg.call.calls.replies.intervalTooSmall(request, leg.call.settings));
        } else if (leg.updating > 0) {
            transaction.respond(ResponseBuilder.of(request, 491, "").build());
        } else if (leg.state.uas() != Uas.NONE || !leg.state.mayInvite()) {
            leg.fire(LegEvent.INVITE_IN, request); // refused; what is open stays
        } else {
            in.refresh(request, Hop.of(transaction.flow()));
            leg.incoming = new IncomingInvite(transaction);
            leg.incoming.dialog = in;
            transaction.listener(leg);
            byte[] before = leg.described;
            leg.describe(request);
            leg.fire(LegEvent.INVITE_IN, request);
            Errand errand = leg.call.errand;
            if (errand != null && SessionDescriptions.endsHold(before, leg.described)) {
                errand.resumed(leg);
            }
        }
    }

    private static void relay(Leg leg, ServerTransaction transaction, LegDialog in) {
        SipRequest request = transaction.request();
        LegDialog to = in.peer;
        boolean update = request.method().equals(Request.UPDATE);
        if (!leg.state.alive() || to == null || !to.leg.state.alive()) {
            boolean wait = leg.state.alive() && leg.call.errand != null; // its new peer is still being called
            transaction.respond(ResponseBuilder.of(request, !wait ? 481 : update ? 491 : 480, "")
                    .build());
        } else if (update && SessionTimer.tooSmall(request, leg.call.settings.minSessionSeconds())) {
            transaction.respond(leg.call.calls.replies.intervalTooSmall(request, leg.call.settings));
        } else if (update && (leg.updating > 0 || (leg.outgoing != null && leg.state.phase() == Phase.UP))) {
            transaction.respond(ResponseBuilder.of(request, 491, "").build()); // RFC 3311 section 5.2
        } else {
            if (update) {
                leg.session.peerUpdates();
                in.refresh(request, Hop.of(transaction.flow()));
                leg.describe(request);
            }
            RelayedRequest.relay(transaction, in, to);
        }
    }
}
