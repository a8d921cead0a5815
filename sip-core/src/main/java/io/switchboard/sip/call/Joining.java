package io.switchboard.sip.call;

import io.switchboard.sip.lane.LaneTimer;
import io.switchboard.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/** Two legs on their way to each other: the shell of {@link JoinMachine}. */
final class Joining extends LaneTimer implements InviteOwner {
    /** Told what becomes of it. */
    interface Listener {
        void joined();

        /**
         * @param disturbed whether the first leg's session was changed
         */
        void failed(int status, boolean disturbed);
    }

    private final Leg first;
    private final Leg second;
    private final Listener listener;
    private JoinState state = JoinState.BEGIN;
    private byte @Nullable [] offer;
    private byte @Nullable [] answer;
    private int failure = 488; // an answer without an offer; later what was answered
    private int waitMillis;

    /**
     * @param first leg that is asked for an offer; {@code second} is shown it
     */
    Joining(Leg first, Leg second, Listener listener) {
        this.first = first;
        this.second = second;
        this.listener = listener;
    }

    void begin() {
        fire(JoinMachine.Event.GO);
    }

    /** Whether the first leg's session is no longer what it was. */
    boolean disturbed() {
        return state.disturbed();
    }

    void abandon() {
        first.call.calls.lane.cancel(this);
        fire(JoinMachine.Event.ABANDON);
    }

    @Override
    public void succeeded(Leg leg, SipResponse response) {
        byte[] described = SessionDescriptions.of(response);
        if (leg == second) {
            answer = described;
            fire(JoinMachine.Event.ANSWER);
        } else {
            offer = described;
            fire(described == null ? JoinMachine.Event.NO_OFFER : JoinMachine.Event.OFFER);
        }
    }

    @Override
    public void refused(Leg leg, int status) {
        failure = status;
        if (status == 491) {
            waitMillis = Glare.millis(leg);
            fire(JoinMachine.Event.GLARE);
        } else {
            fire(JoinMachine.Event.REFUSED);
        }
    }

    @Override
    protected void expired() {
        try {
            fire(JoinMachine.Event.GO);
        } catch (RuntimeException e) {
            first.call.crashed(e);
        }
    }

    private void fire(JoinMachine.Event event) {
        JoinMachine.Step step = JoinMachine.step(state, event);
        state = step.next();
        for (JoinMachine.Effect effect : step.effects()) {
            carryOut(effect);
        }
    }

    private void carryOut(JoinMachine.Effect effect) {
        switch (effect) {
            case ASK -> invite(first, null);
            case SHOW_OFFER -> invite(second, offer);
            case WAIT -> first.call.calls.lane.arm(this, waitMillis);
            case ACK_FIRST -> acknowledge(first, offer == null ? null : answer == null ? second.described : answer);
            case ACK_SECOND -> acknowledge(second, null);
            case TELL_JOINED -> listener.joined();
            case TELL_FAILED -> listener.failed(failure, false);
            case TELL_DISTURBED -> listener.failed(failure, true);
        }
    }

    private void invite(Leg leg, byte @Nullable [] described) {
        if (leg.state.mayInvite() && leg.updating == 0) {
            leg.invite(this, described);
        } else {
            failure = 491;
            waitMillis = Glare.OPEN_MILLIS;
            fire(JoinMachine.Event.GLARE);
        }
    }

    private static void acknowledge(Leg leg, byte @Nullable [] described) {
        OutgoingInvite invite = leg.outgoing;
        if (invite != null) {
            invite.answer = described;
            if (described != null) {
                leg.session.sent(described);
            }
            leg.fire(LegEvent.ACK_OUT, null);
        }
    }
}
