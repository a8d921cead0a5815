package io.switchboard.sip.transaction;

import static java.util.Objects.requireNonNull;

import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.InviteServerMachine.Effect;
import io.switchboard.sip.transaction.InviteServerMachine.Event;
import io.switchboard.sip.transaction.InviteServerMachine.State;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Hop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * INVITE server transaction until its final response. Then {@link InviteServerLinger} takes its place if that was a
 * refusal; of a 2xx {@link Lingering} keeps that it was there.
 */
final class InviteServer extends ServerEntry implements ServerTransaction {
    private final SipRequest request;
    private final Flow flow;
    private State state = State.PROCEEDING;
    private @Nullable InviteServerLinger linger;
    /** End of Timer L, if nothing else is left of it. */
    private long acceptedUntil = Long.MAX_VALUE;

    InviteServer(
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
        if (layer.timers.trying() == 0) {
            step(Event.TIMER_TRYING, null);
        } else {
            start(0, layer.timers.trying());
        }
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
        return state == State.PROCEEDING;
    }

    @Override
    public void listener(@Nullable Listener listener) {
        this.listener = listener;
    }

    @Override
    public void respond(SipResponse response) {
        if ((linger != null && !linger.armed()) || layer.lane.now() >= acceptedUntil) {
            return; // RFC 6026 section 7.1: nothing is sent once Timer L has fired
        }
        int status = response.status();
        step(status < 200 ? Event.PROVISIONAL : status < 300 ? Event.SUCCESS : Event.FAILURE, response);
    }

    @Override
    void repeated() {
        step(Event.INVITE, null);
    }

    @Override
    void cancelled(SipRequest cancel) {
        if (listener != null) {
            layer.guard.cancelled(listener, this, cancel);
        }
    }

    @Override
    void retransmit() {}

    @Override
    void timeout() {
        step(Event.TIMER_TRYING, null);
    }

    @Override
    void transportError() {
        step(Event.TRANSPORT_ERROR, null);
    }

    private void step(Event event, @Nullable SipResponse response) {
        Table.Step<State, Effect> step = InviteServerMachine.step(state, event);
        state = step.next();
        List<Effect> effects = step.effects();
        for (int i = 0; i < effects.size(); i++) {
            carryOut(effects.get(i), response);
        }
    }

    private void carryOut(Effect effect, @Nullable SipResponse response) {
        switch (effect) {
            case SEND_RESPONSE -> {
                last = requireNonNull(response);
                layer.transmit(response, hop, answerable());
            }
            case RESEND -> resend();
            case SEND_TRYING -> {
                stop();
                last = Requests.trying(request);
                layer.transmit(last, hop, null);
            }
            case STOP_TRYING -> stop();
            case START_G_AND_H -> {
                linger = new InviteServerLinger(this, requireNonNull(response));
                layer.servers.linger(this, linger);
                linger.start(layer.timers.retransmit(hop.protocol()), layer.timers.sixtyFourT1());
            }
            case START_L -> {
                acceptedUntil = layer.lane.now() + layer.timers.sixtyFourT1();
                layer.servers.settle(this, null);
            }
            case REPORT_FAILURE -> reportFailure();
            case PASS_ACK, DOUBLE_G, START_I ->
                throw new IllegalStateException("no effect of a pending INVITE: " + effect);
        }
    }

    /**
     * Who is told that a response could not be sent. One that is provisional does no harm when it is lost, a refusal is
     * the lingering entry's, and a 2xx that is lost over UDP shows in the ACK that does not come.
     */
    private @Nullable Entry answerable() {
        return state == State.ACCEPTED && hop.protocol().reliable() ? this : linger;
    }
}
