package io.switchboard.sip.transaction;

import static java.util.Objects.requireNonNull;

import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.InviteClientMachine.Effect;
import io.switchboard.sip.transaction.InviteClientMachine.Event;
import io.switchboard.sip.transaction.InviteClientMachine.State;
import io.switchboard.sip.transport.Hop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is left of an INVITE client transaction: Completed needs its ACK, Accepted (RFC 6026) its user, who gets any
 * further 2xx.
 */
final class InviteClientLinger extends ClientEntry {
    private State state;
    private final Hop hop;
    private final @Nullable SipRequest ack;
    private final ClientTransaction.@Nullable Listener listener;

    InviteClientLinger(
            Transactions layer,
            long key,
            State state,
            Hop hop,
            @Nullable SipRequest ack,
            ClientTransaction.@Nullable Listener listener) {
        super(layer, key);
        this.state = state;
        this.hop = hop;
        this.ack = ack;
        this.listener = listener;
    }

    /** Whether it waits for further 2xx. */
    boolean accepted() {
        return state == State.ACCEPTED;
    }

    @Override
    boolean invite() {
        return true;
    }

    @Override
    void received(SipResponse response) {
        step(InviteClient.event(response), response);
    }

    @Override
    void retransmit() {}

    @Override
    void timeout() {
        step(state == State.COMPLETED ? Event.TIMER_D : Event.TIMER_M, null);
    }

    @Override
    void transportError() {}

    private void step(Event event, @Nullable SipResponse response) {
        Table.Step<State, Effect> step = InviteClientMachine.step(state, event);
        state = step.next();
        if (state == State.TERMINATED) {
            layer.clients.remove(this);
        }
        List<Effect> effects = step.effects();
        if (effects.isEmpty()) {
            return;
        }
        switch (effects.getFirst()) {
            case SEND_ACK -> {
                layer.counters.absorbed++;
                layer.transmit(requireNonNull(ack), hop, null);
            }
            case PASS_RESPONSE -> layer.guard.response(requireNonNull(listener), requireNonNull(response));
            default -> throw new IllegalStateException("no effect after the final response: " + effects);
        }
    }
}
