package io.switchboard.sip.transaction;

import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.MessageParser;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.message.Validator;
import io.switchboard.sip.sim.SimulatedEndpoint;
import io.switchboard.sip.sim.SimulatedNetwork;
import io.switchboard.sip.sim.VirtualLane;
import io.switchboard.sip.transport.Flow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A transaction layer on a simulated network, with a user that keeps what it is told. */
final class Peer implements TransactionUser {
    final SimulatedEndpoint endpoint;
    final Transactions layer;
    final RandomTokens tokens;
    final List<ServerTransaction> requests = new ArrayList<>();
    final List<SipRequest> acks = new ArrayList<>();
    final List<SipResponse> strays = new ArrayList<>();
    final List<Flow> closed = new ArrayList<>();
    /** What the user does with a request; nothing at first. */
    Consumer<ServerTransaction> onRequest = transaction -> {};

    /** What it answers without a transaction. */
    Function<SipRequest, @Nullable ResponseBuilder> statelessly = request -> null;

    Peer(VirtualLane lane, SimulatedNetwork network, String ip, TransactionLimits limits, int trying) {
        this.endpoint = network.endpoint(ip, 5060);
        this.tokens = new RandomTokens(new Random(network.random().nextLong()));
        this.layer = new Transactions(
                lane, endpoint, new Validator(65536), tokens, new TimerValues(500, 4000, 5000, trying), limits);
        layer.user(this);
        endpoint.handler(layer);
    }

    Peer(VirtualLane lane, SimulatedNetwork network, String ip) {
        this(lane, network, ip, TransactionLimits.DEFAULT, 200);
    }

    /** A request without Via, from a fresh dialog. */
    RequestBuilder request(String method) {
        return RequestBuilder.of(method, "sip:bob@example.com")
                .header(HeaderName.MAX_FORWARDS, "70")
                .header(HeaderName.FROM, "<sip:alice@example.com>;tag=" + tokens.token())
                .header(HeaderName.TO, "<sip:bob@example.com>")
                .header(HeaderName.CALL_ID, tokens.token())
                .header(HeaderName.CSEQ, "1 " + method)
                .header(HeaderName.CONTACT, "<sip:alice@10.0.0.1>");
    }

    SipResponse response(ServerTransaction transaction, int status) {
        ResponseBuilder builder = ResponseBuilder.of(transaction.request(), status, "");
        return (status == 100 ? builder : builder.toTag("tag-of-bob")).build();
    }

    void answer(ServerTransaction transaction, int status) {
        transaction.respond(response(transaction, status));
    }

    /** Hands bytes to the layer as if they had come from a peer. */
    void inject(String text, Flow flow) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        SipMessage message = Objects.requireNonNull(MessageParser.parse(bytes, 0, bytes.length));
        if (message instanceof SipRequest request) {
            request.receivedFrom(flow.remote());
        }
        layer.received(message, flow);
    }

    @Override
    public @Nullable ResponseBuilder stateless(SipRequest request, Flow flow) {
        return statelessly.apply(request);
    }

    @Override
    public void request(ServerTransaction transaction) {
        requests.add(transaction);
        onRequest.accept(transaction);
    }

    @Override
    public void ack(SipRequest ack, Flow flow) {
        acks.add(ack);
    }

    @Override
    public void stray(SipResponse response, Flow flow) {
        strays.add(response);
    }

    @Override
    public void closed(Flow flow) {
        closed.add(flow);
    }

    /** Keeps what a client transaction reports. */
    static final class Recorder implements ClientTransaction.Listener {
        final List<Integer> provisional = new ArrayList<>();
        final List<Integer> finals = new ArrayList<>();
        final List<SipResponse> responses = new ArrayList<>();
        int timeouts;
        int failures;

        @Override
        public void response(SipResponse response) {
            responses.add(response);
            (response.status() < 200 ? provisional : finals).add(response.status());
        }

        @Override
        public void timedOut() {
            timeouts++;
        }

        @Override
        public void transportFailed() {
            failures++;
        }
    }
}
