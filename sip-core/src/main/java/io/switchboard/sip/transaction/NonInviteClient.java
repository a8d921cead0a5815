package io.switchboard.sip.transaction;

import static java.util.Objects.requireNonNull;

import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.NonInviteClientMachine.Effect;
import io.switchboard.sip.transaction.NonInviteClientMachine.Event;
import io.switchboard.sip.transaction.NonInviteClientMachine.State;
import io.switchboard.sip.transport.Hop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Client transaction of a method other than INVITE until its final response. */
final class NonInviteClient extends ClientEntry implements ClientTransaction {
    private final SipRequest request;
    private final Hop hop;
    private final Listener listener;
    private State state = State.TRYING;

    NonInviteClient(Transactions layer, long key, SipRequest request, Hop hop, Listener listener) {
        super(layer, key);
        this.request = request;
        this.hop = hop;
        this.listener = listener;
    }

    void start() {
        layer.flows.add(this, hop);
        step(Event.START, null);
    }

    @Override
    public SipRequest request() {
        return request;
    }

    @Override
    public Hop hop() {
        return hop;
    }

    /** Does nothing: section 9.1 allows CANCEL for INVITE only. */
    @Override
    public void cancel(String reason) {}

    @Override
    boolean invite() {
        return false;
    }

    @Override
    void received(SipResponse response) {
        layer.flows.remove(this);
        step(response.status() < 200 ? Event.PROVISIONAL : Event.FINAL, response);
    }

    @Override
    void retransmit() {
        step(Event.TIMER_E, null);
    }

    @Override
    void timeout() {
        step(Event.TIMER_F, null);
    }

    @Override
    void transportError() {
        step(Event.TRANSPORT_ERROR, null);
    }

    private void step(Event event, @Nullable SipResponse response) {
        Table.Step<State, Effect> step = NonInviteClientMachine.step(state, event);
        state = step.next();
        if (state == State.TERMINATED) {
            layer.clients.remove(this);
        }
        List<Effect> effects = step.effects();
        for (int i = 0; i < effects.size(); i++) {
            carryOut(effects.get(i), response);
        }
    }

    private void carryOut(Effect effect, @Nullable SipResponse response) {
        switch (effect) {
            case SEND_REQUEST -> layer.transmit(request, hop, this);
            case PASS_RESPONSE -> layer.guard.response(listener, requireNonNull(response));
            case REPORT_TIMEOUT -> layer.guard.timedOut(listener, request);
            case REPORT_TRANSPORT_ERROR -> layer.guard.transportFailed(listener, request);
            case START_E_AND_F -> start(layer.timers.retransmit(hop.protocol()), layer.timers.sixtyFourT1());
            case DOUBLE_E -> backOff(layer.timers.t2());
            case SLOW_E -> retransmitIn(layer.timers.t2());
            case START_K -> {
                if (hop.protocol().reliable()) {
                    layer.clients.remove(this);
                } else {
                    layer.clients.settle(this);
                }
            }
        }
    }
}
