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

/** INVITE client transaction until its final response; then {@link InviteClientLinger} takes its place. */
final class InviteClient extends ClientEntry implements ClientTransaction {
    private final SipRequest request;
    private final Hop hop;
    private final Listener listener;
    private State state = State.CALLING;
    private @Nullable SipRequest ack;
    private String reason = "";

    InviteClient(Transactions layer, long key, SipRequest request, Hop hop, Listener listener) {
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

    @Override
    public void cancel(String reason) {
        this.reason = reason;
        step(Event.CANCEL, null);
    }

    @Override
    boolean invite() {
        return true;
    }

    @Override
    void received(SipResponse response) {
        layer.flows.remove(this);
        step(event(response), response);
    }

    static Event event(SipResponse response) {
        int status = response.status();
        return status < 200 ? Event.PROVISIONAL : status < 300 ? Event.SUCCESS : Event.FAILURE;
    }

    @Override
    void retransmit() {
        step(Event.TIMER_A, null);
    }

    @Override
    void timeout() {
        step(state == State.CANCELLING ? Event.TIMER_CANCEL : Event.TIMER_B, null);
    }

    @Override
    void transportError() {
        step(Event.TRANSPORT_ERROR, null);
    }

    private void step(Event event, @Nullable SipResponse response) {
        Table.Step<State, Effect> step = InviteClientMachine.step(state, event);
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
            case SEND_ACK -> {
                ack = Requests.ack(request, requireNonNull(response));
                layer.transmit(ack, hop, null);
            }
            case SEND_CANCEL -> layer.clients.sendCancel(Requests.cancel(request, reason), hop, key);
            case PASS_RESPONSE -> layer.guard.response(listener, requireNonNull(response));
            case REPORT_TIMEOUT -> layer.guard.timedOut(listener, request);
            case REPORT_TRANSPORT_ERROR -> layer.guard.transportFailed(listener, request);
            case START_A_AND_B -> start(layer.timers.retransmit(hop.protocol()), layer.timers.sixtyFourT1());
            case DOUBLE_A -> backOff(Integer.MAX_VALUE);
            case STOP_A_AND_B -> stop();
            case START_CANCEL_TIMER -> start(0, layer.timers.sixtyFourT1());
            case START_D ->
                layer.clients.linger(
                        this,
                        new InviteClientLinger(layer, key, State.COMPLETED, hop, ack, null),
                        layer.timers.d(hop.protocol()));
            case START_M ->
                layer.clients.linger(
                        this,
                        new InviteClientLinger(layer, key, State.ACCEPTED, hop, null, listener),
                        layer.timers.sixtyFourT1());
        }
    }
}
