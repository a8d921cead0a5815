package io.switchboard.sip.transaction;

import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.InviteServerMachine.Effect;
import io.switchboard.sip.transaction.InviteServerMachine.Event;
import io.switchboard.sip.transaction.InviteServerMachine.State;
import io.switchboard.sip.transport.Flow;
import java.util.List;

/** What is left of an INVITE server transaction that was refused: Completed with the refusal to repeat, Confirmed. */
final class InviteServerLinger extends ServerEntry {
    private State state = State.COMPLETED;

    InviteServerLinger(InviteServer before, SipResponse refusal) {
        super(before, refusal);
    }

    @Override
    void repeated() {
        step(Event.INVITE);
    }

    @Override
    void acknowledged(SipRequest ack, Flow flow) {
        step(Event.ACK);
    }

    @Override
    void retransmit() {
        step(Event.TIMER_G);
    }

    @Override
    void timeout() {
        step(state == State.COMPLETED ? Event.TIMER_H : Event.TIMER_I);
    }

    @Override
    void transportError() {
        step(Event.TRANSPORT_ERROR);
    }

    private void step(Event event) {
        Table.Step<State, Effect> step = InviteServerMachine.step(state, event);
        state = step.next();
        if (state == State.TERMINATED) {
            layer.servers.remove(this);
        }
        List<Effect> effects = step.effects();
        for (int i = 0; i < effects.size(); i++) {
            switch (effects.get(i)) {
                case RESEND -> resend();
                case DOUBLE_G -> backOff(layer.timers.t2());
                case START_I -> confirmed();
                case REPORT_FAILURE -> reportFailure();
                default -> throw new IllegalStateException("no effect after a refusal: " + effects.get(i));
            }
        }
    }

    private void confirmed() {
        listener = null;
        last = null;
        int wait = layer.timers.i(hop.protocol());
        if (wait > 0) {
            start(0, wait);
        } else {
            stop();
            step(Event.TIMER_I);
        }
    }
}
