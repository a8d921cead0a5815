package io.switchboard.sip.call;

import io.switchboard.media.Negotiation;
import io.switchboard.sip.message.Reason;
import io.switchboard.sip.message.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whom a call takes into its room: dialled with the room's offer as a further leg of the call, and seated when
 * it answers.
 */
final class Inviting implements Guest, TargetDialling.Listener {
    /** Told what becomes of it, once. */
    interface Listener {
        /** It has answered, and sits. */
        void came(Leg leg, SeatedLeg seated);

        void failed(int status);
    }

    private final Call call;
    private final String room;
    private final String by;
    private final Listener listener;
    private @Nullable TargetDialling dialling;
    private @Nullable Seat seat;
    private @Nullable SeatedLeg seated;
    /** Nobody is called any more. */
    private boolean over;

    private boolean told;

    /** @param by label of who wants it called, for the record */
    Inviting(Call call, String room, String by, Listener listener) {
        this.call = call;
        this.room = room;
        this.by = by;
        this.listener = listener;
    }

    /** Has the room make an offer, and calls with it. */
    void begin(RoomTarget how, SipUri target) {
        if (over) {
            return;
        }
        switch (call.calls.seating().seat(room, this)) {
            case Seating.Place.Refused refused -> fail(refused.status());
            case Seating.Place.Moved moved -> fail(480); // only who has a room made is sent to another
            case Seating.Place.Taken taken -> {
                seat = taken.seat();
                taken.seat()
                        .negotiate(
                                SeatedLeg.NOTHING,
                                result -> Crash.guard(() -> call, () -> offered(result, how, target)));
            }
        }
    }

    private void offered(Negotiation result, RoomTarget how, SipUri target) {
        if (over) {
            return;
        }
        if (result instanceof Negotiation.Agreed agreed) {
            TargetDialling made = new TargetDialling(call, how.with(agreed.description()), by, this);
            dialling = made;
            made.begin(target);
        } else {
            fail(503);
        }
    }

    /** A branch was refused: it may know of another place. */
    void hear(Leg leg) {
        if (dialling != null) {
            dialling.hear(leg);
        }
    }

    void tell(CallEvent event) {
        if (dialling != null) {
            dialling.tell(event);
        }
    }

    /** Nobody need answer any more. */
    void stop() {
        if (seated != null) {
            return;
        }
        if (dialling != null) {
            dialling.stop();
        }
        fail(487);
    }

    @Override
    public void ringing() {
        // those in the room are not told
    }

    @Override
    public void answered(Leg leg) {
        dialling = null;
        over = true;
        leg.fire(LegEvent.ACK_OUT, null);
        Seat taken = seat;
        byte[] answer = leg.described;
        if (taken == null || answer == null) {
            leg.hangUp(488, Reason.of(488));
            fail(488);
            return;
        }
        SeatedLeg made = SeatedLeg.take(leg, room, taken);
        seated = made;
        told = true;
        listener.came(leg, made);
        taken.answered(answer, result -> Crash.guard(() -> leg.call, () -> accepted(made, taken, result)));
    }

    @SuppressWarnings("ReferenceEquality") // seats have identity
    private static void accepted(SeatedLeg made, Seat taken, Negotiation result) {
        if (made.seat() != taken) {
            return; // it is elsewhere by now, or gone
        }
        if (result instanceof Negotiation.Agreed) {
            taken.connected();
        } else {
            made.hangUp(488, Reason.of(488));
        }
    }

    @Override
    public void failed(int status) {
        fail(status);
    }

    private void fail(int status) {
        dialling = null;
        over = true;
        Seat kept = seat;
        seat = null;
        if (kept != null) {
            kept.left();
        }
        if (!told) {
            told = true;
            listener.failed(status);
        }
    }

    // ---- the guest

    @Override
    public Party party() {
        return seated == null ? call.caller.party : seated.party();
    }

    @Override
    public String callId() {
        return seated == null ? call.caller.dialogs.callId() : seated.callId();
    }

    @Override
    public String uri() {
        return seated == null ? "" : seated.uri();
    }

    @Override
    public void recordingBegun(String file) {
        if (seated != null) {
            seated.recordingBegun(file);
        }
    }

    @Override
    public void recordingEnded(String file, long millis, boolean goesOn) {
        if (seated != null) {
            seated.recordingEnded(file, millis, goesOn);
        }
    }

    @Override
    public void hangUp(int status, String reason) {
        if (seated != null) {
            seated.hangUp(status, reason);
        } else {
            stop();
        }
    }
}
