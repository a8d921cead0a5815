package io.switchboard.sip.call;

import io.switchboard.sip.call.Seating.Progress;
import io.switchboard.sip.call.Seating.Verdict;
import io.switchboard.sip.call.Seating.Wish;
import io.switchboard.sip.message.Reason;
import io.switchboard.sip.message.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * REFERs to the focus of a call. A call of two is a conference of two participants, though its room is not opened before
 * a third is wanted (RFC 4353 section 3.1): its participants may ask for the same as in a room.
 */
final class CallFocus {
    private static final String REMOVED = Reason.of(200, "Removed from the conference");

    private CallFocus() {}

    /**
     * What is thought of a wish.
     *
     * @param room that was referred to
     * @param seat of who wants it, null if it is not asked for from a seat
     */
    static Verdict refer(Calls calls, String room, Party from, @Nullable Seat seat, Wish wish) {
        Call call = seat == null && room.startsWith(Seating.ROOM_OF_CALL)
                ? calls.byId(room.substring(Seating.ROOM_OF_CALL.length()))
                : null;
        if (call == null || call.errand instanceof Escalation) {
            return calls.seating().refer(room, from, seat, wish);
        }
        if (call.legs.stream().noneMatch(leg -> isHere(leg) && leg.party.label().equals(from.label()))) {
            return new Verdict.Denied(403);
        }
        if (call.errand != null || !call.talks()) {
            return new Verdict.Denied(491);
        }
        return switch (wish) {
            case Wish.Invite invite ->
                from.transfers()
                        ? new Verdict.Granted(progress -> invite(calls, call, from, invite, progress))
                        : new Verdict.Denied(403);
            case Wish.Remove remove -> remove(call, remove.who());
        };
    }

    private static boolean isHere(Leg leg) {
        return leg.state.phase() == LegState.Phase.UP && !leg.left;
    }

    private static void invite(Calls calls, Call call, Party from, Wish wish, Progress progress) {
        switch (calls.escalations().refer(call, from, wish, progress)) {
            case BEGUN -> {}
            case BUSY -> progress.concluded(491);
            case NO_CALL, NO_PARTICIPANT, NOT_TALKING -> progress.concluded(481);
        }
    }

    /** One of two who is removed leaves nobody to talk with. */
    private static Verdict remove(Call call, SipUri who) {
        if (call.legs.stream().noneMatch(leg -> isHere(leg) && means(who, leg.party))) {
            return new Verdict.Denied(404);
        }
        return new Verdict.Granted(progress -> {
            call.abort(480, REMOVED);
            progress.concluded(200);
        });
    }

    private static boolean means(SipUri who, Party party) {
        return party instanceof Party.Phone phone
                && phone.account().user().equals(who.user())
                && phone.account().domain().equals(who.host());
    }
}
