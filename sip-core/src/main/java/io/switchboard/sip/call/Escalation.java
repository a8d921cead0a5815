package io.switchboard.sip.call;

import io.switchboard.sip.lane.LaneTimer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A call that is in a room of its own, from the first offer of the room until two are left or none: the shell of {@link
 * EscalationMachine}. While it runs, what happens to its call is told to it and not to {@link CallMachine}; all effects
 * of an event are carried out before the next is looked at. It is the timer of those who do not come.
 */
final class Escalation extends LaneTimer implements Errand, Joining.Listener {
    private static final long MOST_MILLIS = 10_000;

    final String room;
    final Call call;
    private final Escalations all;
    final CallSeats seats;
    private final EventQueue events = new EventQueue();
    private final Wishes wishes = new Wishes();
    /** What waits until all are in the room again. */
    private final Wishes back = new Wishes();

    private final Keepers keepers = new Keepers();
    final Entrants entrants;
    private EscalationState state;
    private @Nullable Joining joining;

    /**
     * @param one who talks with the other
     * @param kept whether it is to stay in the room with two
     */
    Escalation(Escalations all, Leg one, Leg other, boolean kept) {
        this.all = all;
        this.call = one.call;
        this.room = Seating.ROOM_OF_CALL + call.record.id();
        this.seats = new CallSeats(room, this::tell);
        this.entrants = new Entrants(call, seats, events, this::tell);
        this.state = EscalationState.begin(one.id, other.id, kept, call.settings.directAtTwo());
    }

    /**
     * Has the room make its offers.
     *
     * @return 0, or why the room cannot be had
     */
    int begin(Leg one, Leg other) {
        int refused = seats.keep(one);
        refused = refused > 0 ? refused : seats.keep(other);
        if (refused > 0) {
            seats.leave();
            return refused;
        }
        call.errand = this;
        all.begun(this);
        call.calls.lane.arm(this, MOST_MILLIS);
        events.add(seats::prepare);
        return 0;
    }

    // ---- what is asked

    /** Runs one of the two once it is known whether all are in the room. */
    void when(Runnable mixed, IntConsumer failed) {
        if (state.mixed()) {
            mixed.run();
        } else {
            wishes.add(mixed, failed);
        }
    }

    /** Has the call stay in the room with two, or not any more. */
    void pin(boolean on) {
        keepers.pin(on);
        reconsider();
    }

    /** The same for as long as it is recorded. */
    void recorded(boolean on) {
        keepers.record(on);
        reconsider();
    }

    /** The same for as long as a participant is muted or deaf, which it is or not from now on. */
    void silenced(Leg leg, boolean on) {
        if (seats.has(leg.id) && keepers.silence(leg.id, on)) {
            reconsider();
        }
    }

    /**
     * Mutes or deafens a participant, or undoes that; for a call that is in its room.
     *
     * @param ended told 200 when that holds, else the status of what went wrong
     */
    void silence(@Nullable Leg leg, Silence how, IntConsumer ended) {
        Seat seat = leg == null || leg.seated == null || !seats.has(leg.id) ? null : leg.seated.seat();
        if (leg == null || seat == null) {
            ended.accept(480);
            reconsider();
            return;
        }
        seat.silence(how);
        reconsider();
        if (state.phase() == EscalationState.Phase.MIXED || !how.takes()) {
            ended.accept(200);
        } else { // it was about to leave the room, and comes back
            back.add(() -> ended.accept(state.stage(leg.id) == EscalationState.Stage.IN ? 200 : 480), ended);
        }
    }

    private void reconsider() {
        events.add(() -> {
            if (state.kept() != keepers.any()) {
                step(new EscalationEvent.Kept(keepers.any()));
            }
        });
    }

    /** Hangs up one of several. */
    void remove(Leg leg, String reason) {
        leg.hangUp(487, reason);
        tell(call, new CallEvent.Gone(leg.id));
    }

    /** Whether a participant's place can be taken by another leg. */
    boolean replaceable(Leg leg) {
        return state.phase() == EscalationState.Phase.MIXED && state.stage(leg.id) == EscalationState.Stage.IN;
    }

    /** A leg that this call has been given sits in the room in place of another. */
    void replaced(Leg old, SeatedLeg by) {
        seats.add(by);
        tell(new EscalationEvent.Came(by.leg.id, true));
        Seat seat = by.seat();
        if (old.seated != null && seats.has(old.id)) {
            if (seat != null) {
                seat.silence(old.seated.silence());
            }
            old.left = true;
            remove(old, "");
        }
    }

    // ---- what happens

    @Override
    public void tell(Call in, CallEvent event) {
        Leg failed = event instanceof CallEvent.Failed failure ? in.leg(failure.branch()) : null;
        if (failed != null) {
            entrants.hear(failed);
        }
        events.add(() -> happened(event));
    }

    private void happened(CallEvent event) {
        if (call.errand != this) {
            call.tell(event); // it ended meanwhile
        } else if (event instanceof CallEvent.Abort abort) {
            step(new EscalationEvent.Aborted(abort.reason()));
        } else if (event instanceof CallEvent.Gone gone && seats.has(gone.participant())) {
            seats.leave(gone.participant());
            step(new EscalationEvent.Gone(gone.participant()));
            if (keepers.silence(gone.participant(), false)) {
                reconsider();
            }
        } else {
            entrants.tell(event);
        }
    }

    @Override
    public void progress(Leg leg) {
        tell(call, new CallEvent.Progress(leg.id));
    }

    @Override
    public void joined() {
        tell(new EscalationEvent.Joined());
    }

    @Override
    public void failed(int status, boolean disturbed) {
        seats.show();
        tell(new EscalationEvent.JoinFailed(disturbed));
    }

    @Override
    protected void expired() {
        try {
            tell(new EscalationEvent.Late());
        } catch (RuntimeException e) {
            call.crashed(e);
        }
    }

    private void tell(EscalationEvent event) {
        events.add(() -> step(event));
    }

    // ---- what follows

    private void step(EscalationEvent event) {
        EscalationMachine.Step step = EscalationMachine.step(state, event);
        state = step.next();
        for (EscalationEffect effect : step.effects()) {
            if (call.crashed) {
                return;
            }
            carryOut(effect);
        }
        switch (state.phase()) {
            case MIXED -> back.mixed();
            case OVER -> back.failed(480);
            case PREPARING, MOVING, RETURNING, RESTORING -> {}
        }
    }

    private void carryOut(EscalationEffect effect) {
        switch (effect) {
            case EscalationEffect.Invite e -> seats.invite(e.id());
            case EscalationEffect.Move e -> {
                call.calls.lane.arm(this, MOST_MILLIS);
                seats.moveAgain(e.id());
            }
            case EscalationEffect.Hurry e -> seats.hurry(e.id());
            case EscalationEffect.StopMoving e -> stopMoving();
            case EscalationEffect.TellMixed e -> {
                call.calls.lane.cancel(this);
                wishes.mixed();
            }
            case EscalationEffect.TellFailed e -> wishes.failed(e.status());
            case EscalationEffect.Join e -> join(call.leg(e.first()), call.leg(e.second()));
            case EscalationEffect.StopJoining e -> {
                if (joining != null) {
                    joining.abandon();
                }
            }
            case EscalationEffect.GoOn e -> goOn(call.leg(e.first()), call.leg(e.second()));
            case EscalationEffect.StopCalling e -> entrants.stop();
            case EscalationEffect.HangUp e -> call.hangUp(e.id(), e.reason());
            case EscalationEffect.Close e -> {
                end();
                call.closedBy(call.leg(e.by()));
            }
        }
    }

    private void stopMoving() {
        seats.stop();
        call.calls.lane.cancel(this);
    }

    private void join(@Nullable Leg first, @Nullable Leg second) {
        if (first == null || second == null) {
            failed(481, false);
            return;
        }
        stopMoving();
        seats.hide();
        Joining made = new Joining(first, second, this);
        joining = made;
        made.begin();
    }

    private void goOn(@Nullable Leg one, @Nullable Leg other) {
        end();
        if (one == null || other == null) {
            return;
        }
        LegDialog.pair(one, other);
        call.talking(one, other);
    }

    /** Nobody of the call is in the room any more. */
    private void end() {
        stopMoving();
        all.ended(this);
        call.errand = null;
        seats.leave();
    }

    @Override
    public boolean endedBy(Leg leg) {
        return state.there().size() <= 2;
    }

    @Override
    public void crashed() {
        if (joining != null) {
            joining.abandon();
        }
        entrants.stop();
        end();
        wishes.failed(500);
        back.failed(500);
    }
}
