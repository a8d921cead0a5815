package io.switchboard.sip.messaging;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.auth.Account;
import io.switchboard.sip.call.Destination;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.message.Validator;
import io.switchboard.sip.sim.SimulatedEndpoint;
import io.switchboard.sip.sim.SimulatedNetwork;
import io.switchboard.sip.sim.VirtualLane;
import io.switchboard.sip.transaction.ClientTransaction;
import io.switchboard.sip.transaction.ServerTransaction;
import io.switchboard.sip.transaction.TimerValues;
import io.switchboard.sip.transaction.TransactionLimits;
import io.switchboard.sip.transaction.TransactionUser;
import io.switchboard.sip.transaction.Transactions;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import javax.sip.message.Request;

/** A phone or a carrier: sends messages, and answers what it gets with what a test says. */
final class Peer implements TransactionUser, ClientTransaction.Listener {
    final String user;
    final SimulatedEndpoint endpoint;
    final List<SipRequest> received = new ArrayList<>();
    final List<SipResponse> answers = new ArrayList<>();
    /** Status of the answer to a message; 0 for none. */
    ToIntFunction<SipRequest> reply = request -> 200;

    private final String ip;
    private final Transactions layer;
    private final Hop server;
    private int sent;

    Peer(VirtualLane lane, SimulatedNetwork network, String user, String ip, Hop server) {
        this.user = user;
        this.ip = ip;
        this.server = server;
        endpoint = network.endpoint(ip, 5060);
        layer = new Transactions(
                lane,
                endpoint,
                new Validator(65_536),
                new RandomTokens(network.random()),
                TimerValues.DEFAULT,
                TransactionLimits.DEFAULT);
        layer.user(this);
        endpoint.handler(layer);
    }

    RequestBuilder message(String to) {
        return message(to, "sip:" + user + "@example.test");
    }

    RequestBuilder message(String to, String from) {
        sent++;
        return RequestBuilder.of(Request.MESSAGE, "sip:" + to + "@example.test")
                .header(HeaderName.MAX_FORWARDS, "70")
                .header(HeaderName.FROM, "<" + from + ">;tag=t" + user)
                .header(HeaderName.TO, "<sip:" + to + "@example.test>")
                .header(HeaderName.CALL_ID, user + sent)
                .header(HeaderName.CSEQ, "20 MESSAGE");
    }

    void text(String to, String text) {
        send(message(to).body("text/plain", text.getBytes(StandardCharsets.UTF_8)));
    }

    void send(RequestBuilder request) {
        layer.send(request, server, this);
    }

    /** This phone, as a registrar knows it. */
    Phone phone() {
        Account account = new Account(user, "example.test", "", "", "");
        Hop hop = new Hop(Protocol.UDP, endpoint.address(), "", null);
        return new Phone(
                "urn:" + ip,
                true,
                new Destination(
                        new Party.Phone(account, 0),
                        "sip:" + user + "@" + ip + ":5060",
                        "sip:" + user + "@example.test",
                        ImmutableList.of(),
                        ImmutableList.of(hop),
                        null));
    }

    List<String> texts() {
        return received.stream()
                .map(request -> new String(request.body(), StandardCharsets.UTF_8))
                .toList();
    }

    List<Integer> statuses() {
        return answers.stream().map(SipResponse::status).toList();
    }

    @Override
    public void request(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        received.add(request);
        int status = reply.applyAsInt(request);
        if (status > 0) {
            transaction.respond(
                    ResponseBuilder.of(request, status, "").toTag("x").build());
        }
    }

    @Override
    public void response(SipResponse response) {
        answers.add(response);
    }

    @Override
    public void timedOut() {}

    @Override
    public void transportFailed() {}

    @Override
    public void ack(SipRequest ack, Flow flow) {}

    @Override
    public void stray(SipResponse response, Flow flow) {}

    @Override
    public void closed(Flow flow) {}
}
