package io.switchboard.sip.transaction;

import static java.util.Objects.requireNonNull;

import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.NonInviteServerMachine.Effect;
import io.switchboard.sip.transaction.NonInviteServerMachine.Event;
import io.switchboard.sip.transaction.NonInviteServerMachine.State;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Hop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Server transaction of a method other than INVITE until its final response. */
final class NonInviteServer extends ServerEntry implements ServerTransaction {
    private final SipRequest request;
    private final Flow flow;
    private State state = State.TRYING;

    NonInviteServer(
            Transactions layer,
            long key,
            long mergeKey,
            Sources.Source source,
            Hop hop,
            SipRequest request,
            Flow flow) {
        super(layer, key, mergeKey, source, hop);
        this.request = request;
        this.flow = flow;
    }

    void start() {
        start(0, layer.timers.sixtyFourT1());
    }

    @Override
    public SipRequest request() {
        return request;
    }

    @Override
    public Flow flow() {
        return flow;
    }

    @Override
    public boolean pending() {
        return state == State.TRYING || state == State.PROCEEDING;
    }

    @Override
    public void listener(@Nullable Listener listener) {
        this.listener = listener;
    }

    @Override
    public void respond(SipResponse response) {
        step(response.status() < 200 ? Event.PROVISIONAL : Event.FINAL, response);
    }

    @Override
    void repeated() {
        step(Event.REQUEST, null);
    }

    @Override
    void retransmit() {}

    @Override
    void timeout() {
        layer.counters.serverTimeouts++;
        step(Event.TIMER_F, null);
    }

    @Override
    void transportError() {
        step(Event.TRANSPORT_ERROR, null);
    }

    private void step(Event event, @Nullable SipResponse response) {
        Table.Step<State, Effect> step = NonInviteServerMachine.step(state, event);
        state = step.next();
        if (state == State.TERMINATED) {
            layer.servers.remove(this);
        }
        List<Effect> effects = step.effects();
        for (int i = 0; i < effects.size(); i++) {
            switch (effects.get(i)) {
                case SEND_RESPONSE -> {
                    last = requireNonNull(response);
                    layer.transmit(response, hop, pending() || !hop.protocol().reliable() ? null : this);
                }
                case RESEND -> resend();
                case REPORT_FAILURE -> reportFailure();
                case START_J -> complete(requireNonNull(response));
            }
        }
    }

    /** Leaves the last response behind until Timer J fires; a reliable transport has none. */
    private void complete(SipResponse response) {
        if (hop.protocol().reliable()) {
            layer.servers.remove(this);
        } else {
            layer.servers.settle(this, response);
        }
    }
}
