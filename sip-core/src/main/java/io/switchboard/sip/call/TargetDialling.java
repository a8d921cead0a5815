package io.switchboard.sip.call;

import io.switchboard.sip.message.SipUri;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls the target of a transfer: the steps of its plan run through {@link CallMachine} as a caller's do, and the places
 * that it redirects to are tried after it (RFC 3261 section 8.1.3.4), with the same rights.
 */
final class TargetDialling {
    /** Told what becomes of it. */
    interface Listener {
        void ringing();

        /** A branch answered, and its ACK is owed; the others are hung up. */
        void answered(Leg leg);

        void failed(int status);

        /**
         * The plan leads to a room.
         *
         * @return 0 if the listener goes on with that, which ends the dialling; else why not
         */
        default int room(String room) {
            return 501;
        }
    }

    private final Call call;
    private final DialTarget target;
    private final Listener listener;
    private final String by;
    private final RingTimer ringTimer;
    private final Redirects redirects = new Redirects();
    private @Nullable Original original;
    private CallState state = CallState.talking(CallMachine.CALLER, CallMachine.CALLER, 0);

    /**
     * @param by label of who wants it, for the record
     */
    TargetDialling(Call call, DialTarget target, String by, Listener listener) {
        this.call = call;
        this.target = target;
        this.by = by;
        this.listener = listener;
        this.ringTimer = new RingTimer(call);
    }

    void begin(SipUri first) {
        redirects.begin(first);
        dial(first);
    }

    private void dial(SipUri uri) {
        switch (target.plan(uri, call.planner)) {
            case CallPlan.Refuse refuse -> failed(refuse.status());
            case CallPlan.Dial dial -> {
                original = target.original(uri);
                perform(CallMachine.start(dial.steps(), call.nextId()));
            }
        }
    }

    /** There are other places, or it has failed. */
    private void failed(int status) {
        SipUri next = redirects.next(status);
        if (next == null) {
            listener.failed(HeaderRules.shown(redirects.status()));
        } else {
            dial(next);
        }
    }

    /** Looks at a response before its leg is gone. */
    void hear(Leg leg) {
        if (leg.last != null && leg.last.status() / 100 == 3) {
            redirects.heard(leg.id, leg.last);
        }
    }

    void tell(CallEvent event) {
        perform(CallMachine.step(state, event));
    }

    /** Hangs up whoever rings. */
    void stop() {
        call.calls.lane.cancel(ringTimer);
        redirects.stop();
        tell(new CallEvent.Gone(CallMachine.CALLER));
    }

    private void perform(CallMachine.Step step) {
        state = step.next();
        for (CallEffect effect : step.effects()) {
            if (call.crashed) {
                return;
            }
            switch (effect) {
                case CallEffect.Dial e -> dial(e.step(), e.firstId());
                case CallEffect.RelayProgress e -> {
                    ringTimer.progress();
                    listener.ringing();
                }
                case CallEffect.AnswerCaller e -> {
                    call.calls.lane.cancel(ringTimer);
                    Leg leg = call.leg(e.branch());
                    if (leg != null) {
                        listener.answered(leg);
                    }
                }
                case CallEffect.RefuseCaller e -> {
                    call.calls.lane.cancel(ringTimer);
                    redirects.chosen(e.branch());
                    failed(e.status());
                    return; // what follows in this step is of the target that failed
                }
                case CallEffect.HangUp e -> {
                    Leg leg = call.leg(e.participant());
                    if (leg != null) {
                        leg.hangUp(487, e.reason());
                    }
                }
                case CallEffect.Close e -> {} // the call has others
                case CallEffect.Seat e -> {
                    int refusal = e.made() ? 501 : listener.room(e.room());
                    if (refusal > 0) {
                        tell(new CallEvent.Failed(CallMachine.SEAT, refusal));
                    }
                }
                case CallEffect.AnswerSeated e -> throw new IllegalStateException("nobody was seated");
            }
        }
    }

    private void dial(DialStep step, int firstId) {
        ringTimer.begin(step);
        List<Destination> destinations = step.destinations();
        for (int i = 0; i < destinations.size() && original != null && !call.crashed; i++) {
            Leg leg = new Leg(call, firstId + i, destinations.get(i));
            leg.transferor = by;
            call.legs.add(leg);
            if (call.calls.entered(call, leg)) {
                leg.dial(original);
            } else {
                leg.status = leg.party.fullStatus();
                leg.fire(LegEvent.FAILURE_IN);
            }
        }
    }
}
