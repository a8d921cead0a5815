package io.switchboard.sip.call;

import io.switchboard.sip.cdr.CallRecord.Hangup;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ServerTransaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call: its participants' legs, and the shell that runs {@link CallMachine} over them. Confined to its lane. What goes
 * wrong in it ends it, and nothing else.
 */
final class Call {
    final Calls calls;
    final CallSettings settings;
    final CallPlanner planner;

    /** Request-URI as the caller sent it. */
    final String dialledUri;

    /** How a refusal of the server's own is told. */
    OwnRefusal refusal = OwnRefusal.USUAL;

    final Leg caller;
    final CallLog record;
    final List<Leg> legs = new ArrayList<>(2);
    private final ArrayDeque<CallEvent> events = new ArrayDeque<>(2);
    /** Until the caller has its final response. */
    @Nullable Dialling dialling;

    private @Nullable CallState state;
    private boolean running;
    boolean crashed;
    /** While its participants change. */
    @Nullable Errand errand;

    final CallEnding ending = new CallEnding();

    /**
     * A call that is not begun yet.
     *
     * @param parent the call whose outbound leg came back as this one's INVITE, or null
     * @param route name of the dial plan's route, for the record
     */
    Call(
            Calls calls,
            CallSettings settings,
            ServerTransaction transaction,
            Party party,
            CallPlanner planner,
            String route,
            @Nullable Call parent) {
        this.calls = calls;
        this.settings = settings;
        this.planner = planner;
        this.dialledUri = transaction.request().requestUri();
        this.caller = new Leg(this, party, transaction);
        this.record = new CallLog(calls, transaction.request(), party, route);
        this.dialling = new Dialling(this, Objects.requireNonNull(caller.incoming), parent);
        legs.add(caller);
    }

    void start(CallPlan plan) {
        try {
            boolean room = calls.entered(this, caller);
            record.opened();
            switch (plan) {
                case CallPlan.Refuse refuse -> refuseAtOnce(refuse.status(), refuse.reason());
                case CallPlan.Dial dial -> {
                    if (room) {
                        record.order = dial.recording();
                        drain(CallMachine.start(dial.steps()));
                    } else {
                        refuseAtOnce(caller.party.fullStatus(), "Too Many Calls");
                    }
                }
            }
        } catch (RuntimeException e) {
            crashed(e);
        }
    }

    void refuseAtOnce(int status, String phrase) {
        refusal = OwnRefusal.of(phrase);
        caller.refuse(null, status, "");
        record.closed(Hangup.SERVER, status, "");
    }

    /** Something happened to a participant. */
    void tell(CallEvent event) {
        if (errand != null) {
            errand.tell(this, event);
        } else {
            own(event);
        }
    }

    /** The same, whatever errand there is. */
    void own(CallEvent event) {
        events.add(event);
        if (!running) {
            drain(null);
        }
    }

    /** All effects of an event are carried out before the next event is looked at. */
    private void drain(CallMachine.@Nullable Step first) {
        running = true;
        try {
            if (first != null) {
                perform(first);
            }
            for (CallEvent event = events.poll(); event != null; event = events.poll()) {
                if (state != null) {
                    perform(CallMachine.step(state, event));
                }
            }
        } finally {
            running = false;
        }
    }

    private void perform(CallMachine.Step step) {
        state = step.next();
        for (CallEffect effect : step.effects()) {
            if (crashed) {
                return;
            }
            perform(effect);
        }
    }

    private void perform(CallEffect effect) {
        Dialling now = dialling;
        switch (effect) {
            case CallEffect.HangUp e -> hangUp(e.participant(), e.reason());
            case CallEffect.Close e -> close(e.by());
            case CallEffect.Dial e when now != null -> now.dial(e.step(), e.firstId());
            case CallEffect.RelayProgress e when now != null -> now.relayProgress(e.branch());
            case CallEffect.RefuseCaller e when now != null -> now.refuseCaller(e.status(), e.branch(), e.reason());
            case CallEffect.Seat e -> SeatedLeg.take(this, e.room(), e.made());
            case CallEffect.AnswerSeated e -> SeatedLeg.answer(this);
            case CallEffect.AnswerCaller e
            when now != null -> {
                dialled();
                now.answerCaller(e.branch());
            }
            default -> throw new IllegalStateException("no longer dialling: " + effect);
        }
    }

    /** The caller has its final response, or is about to. */
    void dialled() {
        if (dialling != null) {
            dialling.over();
            dialling = null;
        }
    }

    /** A branch sent a provisional response. */
    void progress(Leg leg, LegDialog early, SipResponse response) {
        if (dialling != null) {
            dialling.progress(leg, early, response);
        } else if (errand != null) {
            errand.progress(leg);
        }
    }

    void hangUp(int participant, String reason) {
        Leg leg = leg(participant);
        if (leg != null) {
            leg.hangUp(487, reason);
        }
    }

    private void close(int by) {
        dialled();
        writeRecord(by < 0 ? Hangup.SERVER : by == CallMachine.CALLER ? Hangup.CALLER : Hangup.CALLEE);
    }

    void writeRecord(Hangup by) {
        for (Leg leg : legs) {
            record.leg(leg);
        }
        record.closed(by, caller.status, ending.reason());
    }

    /** Whether two participants talk, and nothing is under way. */
    boolean talks() {
        return state != null
                && state.phase() == CallState.Phase.TALKING
                && state.callee() != CallMachine.SEAT
                && errand == null
                && !crashed;
    }

    /** Where it stands, null before it has begun and after a crash. */
    @Nullable CallState state() {
        return state;
    }

    /** Id for a further leg. */
    int nextId() {
        int next = state == null ? 1 : state.next();
        for (Leg leg : legs) {
            next = Math.max(next, leg.id + 1);
        }
        return next;
    }

    /** From now on these two talk; one alone has a seat. */
    void talking(Leg one, @Nullable Leg other) {
        state = CallState.talking(one.id, other == null ? CallMachine.SEAT : other.id, nextId());
    }

    /**
     * A participant goes to another call, and this one is over.
     *
     * @param by the other participant, who had it moved
     */
    void handOver(Leg leg, Call to, Leg by) {
        record.leg(leg);
        legs.remove(leg);
        closedBy(by); // before anybody has another number
        leg.id = to.nextId();
        leg.call = to;
        to.legs.add(leg);
        if (legs.isEmpty()) {
            calls.ended(this);
        }
    }

    /** The call is over: written down, and nothing more is decided. */
    void closedBy(@Nullable Leg by) {
        state = state == null ? null : state.over();
        close(by == null ? -1 : by.id);
    }

    /** The participant on the other side of this one; itself if there is none. */
    static Leg other(Leg leg) {
        LegDialog mine = leg.dialogs.main();
        LegDialog theirs = mine == null ? null : mine.peer;
        return theirs == null ? leg : theirs.leg;
    }

    @Nullable Leg leg(int id) {
        for (Leg leg : legs) {
            if (leg.id == id) {
                return leg;
            }
        }
        return null;
    }

    /** A leg is over. */
    void released(Leg leg) {
        if (!legs.remove(leg)) {
            return;
        }
        calls.left(leg);
        if (leg.seated != null) {
            leg.seated.released();
        }
        record.leg(leg);
        if (leg.destination != null) {
            calls.dialled(leg.dialogs.callId());
            if (leg.last != null && dialling != null) {
                dialling.refused(leg, leg.last);
            }
        }
        if (legs.isEmpty()) {
            calls.ended(this);
        }
    }

    /** Ends the call from the server's side. */
    void abort(int status, String reason) {
        try {
            ending.because(reason);
            tell(new CallEvent.Abort(status, reason));
        } catch (RuntimeException e) {
            crashed(e);
        }
    }

    /** An exception in this call: its legs are told, its record is closed, it is logged and counted. */
    void crashed(RuntimeException failure) {
        Crash.end(this, failure);
    }

    /** Nothing more is decided. */
    void stopped() {
        state = null;
        dialled();
    }
}
