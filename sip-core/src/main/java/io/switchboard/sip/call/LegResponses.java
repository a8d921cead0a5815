package io.switchboard.sip.call;

import io.switchboard.sip.call.LegState.Phase;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transport.Hop;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What becomes of a leg's INVITEs. */
final class LegResponses {
    private LegResponses() {}

    /** A provisional response to our INVITE, above 100. */
    static void provisional(Leg leg, OutgoingInvite invite, SipResponse response) {
        if (leg.state.phase() == Phase.EARLY) {
            if (!leg.dialogs.hasRoomFor(response)) {
                return;
            }
            LegDialog early = leg.dialogs.forResponse(Objects.requireNonNull(leg.dialogs.main()), response);
            early.refresh(response, Objects.requireNonNull(invite.hop()));
            leg.session.peerAllows(response);
            leg.describe(response);
            if (!leg.state.hangUp()) {
                leg.call.progress(leg, early, response);
            }
        } else if (invite.origin != null) {
            RelayedInvite.provisional(invite.origin, response);
        }
    }

    /** The first 2xx to our INVITE. */
    static void answered(Leg leg, OutgoingInvite invite, SipResponse response) {
        Hop hop = Objects.requireNonNull(invite.hop());
        LegDialog dialog = Objects.requireNonNull(leg.dialogs.main());
        if (leg.state.phase() == Phase.EARLY) {
            leg.status = response.status();
            dialog = leg.dialogs.forResponse(dialog, response);
            dialog.established(response);
            dialog.refresh(response, hop);
            leg.dialogs.confirm(dialog);
            leg.call.calls.dialled(leg.dialogs.callId());
        } else {
            dialog.refresh(response, hop);
        }
        leg.session.peerAllows(response);
        leg.session.agreed(response);
        leg.describe(response);
        leg.last = response;
        leg.fire(LegEvent.SUCCESS_IN, response);
        leg.last = null;
    }

    /**
     * @param status of the response, or what stands for it if there was none
     */
    static void failed(Leg leg, OutgoingInvite invite, @Nullable SipResponse response, int status) {
        if (invite != leg.outgoing) {
            return;
        }
        if (response != null && !leg.state.hangUp() && leg.invites.tryAgain(invite, response)) {
            return;
        }
        boolean first = leg.state.phase() == Phase.EARLY;
        if (first) {
            leg.status = status;
            leg.last = response;
        }
        leg.effects.failed(status);
        leg.fire(LegEvent.FAILURE_IN, response);
        if (!first && (status == 408 || status == 481)) {
            leg.lost();
        }
    }
}
