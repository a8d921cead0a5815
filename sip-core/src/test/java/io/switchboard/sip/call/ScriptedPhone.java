package io.switchboard.sip.call;

import io.switchboard.sip.dialog.Dialog;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.sip.message.Request;

/** A phone that does what a test says and keeps what it receives. Of itself it answers BYE, and CANCEL with 487. */
final class ScriptedPhone implements TransactionUser, ClientTransaction.Listener {
    final String contact;
    final String ip;
    final List<Received> requests = new ArrayList<>();
    final List<SipRequest> acks = new ArrayList<>();
    final List<SipRequest> cancels = new ArrayList<>();
    final List<SipResponse> responses = new ArrayList<>();
    boolean answersCancel = true;

    private final Transactions layer;
    private final Hop server;
    private int dialogs;

    /** A request and its transaction. */
    record Received(SipRequest request, ServerTransaction transaction) {
        void respond(ResponseBuilder response) {
            transaction.respond(response.build());
        }
    }

    ScriptedPhone(VirtualLane lane, SimulatedNetwork network, String ip, Hop server) {
        this.ip = ip;
        this.contact = "<sip:secret@" + ip + ":5060>";
        this.server = server;
        SimulatedEndpoint endpoint = network.endpoint(ip, 5060);
        this.layer = new Transactions(
                lane,
                endpoint,
                new Validator(65_536),
                new RandomTokens(network.random()),
                TimerValues.DEFAULT,
                TransactionLimits.DEFAULT);
        layer.user(this);
        endpoint.handler(layer);
    }

    /** A destination of the server's plan that is this phone. */
    Destination destination(Party party) {
        String uri = "sip:secret@" + ip + ":5060";
        return new Destination(
                party,
                uri,
                "sip:bob@example.test",
                com.google.common.collect.ImmutableList.of(),
                com.google.common.collect.ImmutableList.of(),
                null);
    }

    Destination destination() {
        return destination(new Party.Trunk("to-" + ip, false, false, 0, null, user -> false));
    }

    /** A dialog of a call to the server that is about to begin. */
    Dialog calling(String from, String number) {
        dialogs++;
        String uri = "sip:" + number + "@10.0.0.1";
        return new Dialog("id-" + dialogs + "@" + ip, "tag" + dialogs, from, "<" + uri + ">", contact, "", uri);
    }

    /** A request in a dialog, with Max-Forwards and Contact. */
    RequestBuilder request(Dialog dialog, String method) {
        return dialog.request(method).header(HeaderName.MAX_FORWARDS, "70").header(HeaderName.CONTACT, contact);
    }

    ClientTransaction send(RequestBuilder request) {
        return layer.send(request, server, this);
    }

    /** Acknowledges the 2xx of the dialog's last INVITE. */
    void ack(Dialog dialog, long cseq, String sdp) {
        RequestBuilder ack = dialog.request(Request.ACK, cseq).header(HeaderName.MAX_FORWARDS, "70");
        if (!sdp.isEmpty()) {
            ack.body("application/sdp", bytes(sdp));
        }
        layer.sendAck(ack, server);
    }

    /** A response from a dialog of this phone, with Contact. */
    ResponseBuilder reply(Received to, int status, String tag) {
        return ResponseBuilder.of(to.request, status, "").toTag(tag).header(HeaderName.CONTACT, contact);
    }

    /** The called side's dialog. */
    Dialog called(Received invite, String tag) {
        SipRequest request = invite.request;
        Dialog dialog = new Dialog(
                request.callId(),
                tag,
                NameAddr.withoutParameters(request.value(HeaderName.TO)),
                NameAddr.withoutParameters(request.value(HeaderName.FROM)),
                contact,
                String.valueOf(request.fromTag()),
                "");
        dialog.accepted(request);
        return dialog;
    }

    Received last(String method) {
        for (int i = requests.size() - 1; i >= 0; i--) {
            if (requests.get(i).request.method().equals(method)) {
                return requests.get(i);
            }
        }
        throw new AssertionError(ip + " received no " + method);
    }

    long count(String method) {
        return requests.stream().filter(r -> r.request.method().equals(method)).count();
    }

    /** The last response with this status. */
    SipResponse response(int status) {
        for (int i = responses.size() - 1; i >= 0; i--) {
            if (responses.get(i).status() == status) {
                return responses.get(i);
            }
        }
        throw new AssertionError(ip + " received no " + status);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void request(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        requests.add(new Received(request, transaction));
        transaction.listener(new ServerTransaction.Listener() {
            @Override
            public void cancelled(SipRequest cancel) {
                cancels.add(cancel);
                if (answersCancel) {
                    transaction.respond(
                            ResponseBuilder.of(request, 487, "").toTag("gone").build());
                }
            }
        });
        if (request.method().equals(Request.BYE)) {
            transaction.respond(ResponseBuilder.of(request, 200, "").build());
        }
    }

    @Override
    public void ack(SipRequest ack, Flow flow) {
        acks.add(ack);
    }

    @Override
    public void response(SipResponse response) {
        responses.add(response);
    }

    @Override
    public void timedOut() {}

    @Override
    public void transportFailed() {}

    @Override
    public void stray(SipResponse response, Flow flow) {}

    @Override
    public void closed(Flow flow) {}
}
