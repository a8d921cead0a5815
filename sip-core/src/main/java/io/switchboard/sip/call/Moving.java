package io.switchboard.sip.call;

import io.switchboard.media.Negotiation;
import io.switchboard.sip.lane.LaneTimer;
import io.switchboard.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/** A leg on its way to a seat: the shell of {@link MoveMachine}. It is the timer between two tries. */
final class Moving extends LaneTimer implements InviteOwner {
    /** Told what becomes of it. */
    interface Listener {
        /** The seat's offer is there. */
        void ready(Leg leg);

        /** The leg's media go to the seat. */
        void in(Leg leg);

        /**
         * They do not.
         *
         * @param disturbed whether the peer has agreed to send them there all the same
         */
        void failed(Leg leg, int status, boolean disturbed);
    }

    private final Leg leg;
    private final Seat seat;
    private final Listener listener;
    private MoveMachine.State state = MoveMachine.State.BEGIN;
    private byte @Nullable [] offer;
    private byte @Nullable [] answer;
    private int failure = 488;
    private int waitMillis;

    Moving(Leg leg, Seat seat, Listener listener) {
        this.leg = leg;
        this.seat = seat;
        this.listener = listener;
    }

    /** Has the seat make its offer. */
    void prepare() {
        seat.negotiate(
                SeatedLeg.NOTHING,
                result -> later(() -> {
                    if (result instanceof Negotiation.Agreed agreed) {
                        offer = agreed.description();
                        fire(MoveMachine.Event.OFFERED);
                    } else {
                        failure = 503;
                        fire(MoveMachine.Event.UNAVAILABLE);
                    }
                }));
    }

    /** Shows the peer the offer. */
    void go() {
        fire(MoveMachine.Event.GO);
    }

    void hurry() {
        fire(MoveMachine.Event.HURRY);
    }

    /** The seat has answered an INVITE of the peer's own. */
    void cameByItself() {
        fire(MoveMachine.Event.CAME_BY_ITSELF);
    }

    void abandon() {
        fire(MoveMachine.Event.ABANDON);
    }

    @Override
    public void succeeded(Leg from, SipResponse response) {
        answer = SessionDescriptions.of(response);
        fire(answer == null ? MoveMachine.Event.NO_ANSWER : MoveMachine.Event.ANSWER);
    }

    @Override
    public void refused(Leg from, int status) {
        failure = status;
        if (status == 491) {
            waitMillis = Glare.millis(leg);
            fire(MoveMachine.Event.GLARE);
        } else {
            fire(MoveMachine.Event.REFUSED);
        }
    }

    @Override
    protected void expired() {
        later(() -> fire(MoveMachine.Event.WAITED));
    }

    private void later(Runnable task) {
        Crash.guard(() -> leg.call, task);
    }

    private void fire(MoveMachine.Event event) {
        MoveMachine.Step step = MoveMachine.step(state, event);
        state = step.next();
        for (MoveMachine.Effect effect : step.effects()) {
            carryOut(effect);
        }
    }

    private void carryOut(MoveMachine.Effect effect) {
        switch (effect) {
            case TELL_READY -> listener.ready(leg);
            case INVITE -> invite();
            case CANCEL -> leg.fire(LegEvent.CANCEL_OUT);
            case WAIT -> leg.call.calls.lane.arm(this, waitMillis);
            case STOP_WAITING -> leg.call.calls.lane.cancel(this);
            case ACK -> leg.fire(LegEvent.ACK_OUT, null);
            case TAKE -> take();
            case TELL_IN -> listener.in(leg);
            case TELL_FAILED -> listener.failed(leg, failure, false);
            case TELL_DISTURBED -> listener.failed(leg, 488, true);
        }
    }

    private void invite() {
        if (leg.state.mayInvite() && leg.updating == 0) {
            leg.invite(this, offer);
        } else {
            failure = 491;
            waitMillis = Glare.OPEN_MILLIS;
            fire(MoveMachine.Event.GLARE);
        }
    }

    private void take() {
        byte[] described = answer;
        if (described != null) {
            seat.answered(
                    described,
                    result -> later(() -> fire(
                            result instanceof Negotiation.Agreed
                                    ? MoveMachine.Event.TAKEN
                                    : MoveMachine.Event.NOT_TAKEN)));
        }
    }
}
