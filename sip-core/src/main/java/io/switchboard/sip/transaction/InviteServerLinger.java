package io.switchboard.sip.transaction;

import static java.util.Objects.requireNonNull;

import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.InviteServerMachine.Effect;
import io.switchboard.sip.transaction.InviteServerMachine.Event;
import io.switchboard.sip.transaction.InviteServerMachine.State;
import io.switchboard.sip.transport.Flow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is left of an INVITE server transaction: Completed and Confirmed with the refusal to repeat, Accepted with
 * nothing, for a 2xx is repeated by its user.
 */
final class InviteServerLinger extends ServerEntry {
    private State state;

    InviteServerLinger(InviteServer before, State state, @Nullable SipResponse last) {
        super(before, last);
        this.state = state;
    }

    @Override
    void repeated() {
        step(Event.INVITE, null, null);
    }

    @Override
    void acknowledged(SipRequest ack, Flow flow) {
        step(Event.ACK, ack, flow);
    }

    @Override
    void retransmit() {
        step(Event.TIMER_G, null, null);
    }

    @Override
    void timeout() {
        Event event = switch (state) {
            case COMPLETED -> Event.TIMER_H;
            case CONFIRMED -> Event.TIMER_I;
            default -> Event.TIMER_L;
        };
        step(event, null, null);
    }

    @Override
    void transportError() {
        step(Event.TRANSPORT_ERROR, null, null);
    }

    private void step(Event event, @Nullable SipRequest ack, @Nullable Flow flow) {
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
                case PASS_ACK -> layer.guard.ack(requireNonNull(ack), requireNonNull(flow));
                default -> throw new IllegalStateException("no effect after the final response: " + effects.get(i));
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
            step(Event.TIMER_I, null, null);
        }
    }
}
