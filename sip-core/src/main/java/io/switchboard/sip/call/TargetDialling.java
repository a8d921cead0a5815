package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;

/** Calls the target of a transfer: the steps of its plan run through {@link CallMachine} as a caller's do. */
final class TargetDialling {
    /** Told what becomes of it. */
    interface Listener {
        void ringing();

        /** A branch answered, and its ACK is owed; the others are hung up. */
        void answered(Leg leg);

        void failed(int status);
    }

    private final Call call;
    private final Original original;
    private final Listener listener;
    private final String transferor;
    private final RingTimer ringTimer;
    private CallState state = CallState.talking(CallMachine.CALLER, CallMachine.CALLER, 0);

    /**
     * @param transferor label of who wants it, for the record
     */
    TargetDialling(Call call, Original original, String transferor, Listener listener) {
        this.call = call;
        this.original = original;
        this.transferor = transferor;
        this.listener = listener;
        this.ringTimer = new RingTimer(call);
    }

    void begin(ImmutableList<DialStep> steps, int firstId) {
        perform(CallMachine.start(steps, firstId));
    }

    void tell(CallEvent event) {
        perform(CallMachine.step(state, event));
    }

    /** Hangs up whoever rings. */
    void stop() {
        call.calls.lane.cancel(ringTimer);
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
                    listener.failed(HeaderRules.shown(e.status()));
                }
                case CallEffect.HangUp e -> {
                    Leg leg = call.leg(e.participant());
                    if (leg != null) {
                        leg.hangUp(487, e.reason());
                    }
                }
                case CallEffect.Close e -> {} // the call has others
                case CallEffect.Seat e -> tell(new CallEvent.Failed(CallMachine.SEAT, 501));
                case CallEffect.AnswerSeated e -> throw new IllegalStateException("nobody was seated");
            }
        }
    }

    private void dial(DialStep step, int firstId) {
        ringTimer.begin(step);
        for (int i = 0; i < step.destinations().size() && !call.crashed; i++) {
            Leg leg = new Leg(call, firstId + i, step.destinations().get(i));
            leg.transferor = transferor;
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
