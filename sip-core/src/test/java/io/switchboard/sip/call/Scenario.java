package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.dialog.Dialog;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.sim.SimulatedNetwork;
import io.switchboard.sip.sim.VirtualLane;
import io.switchboard.sip.transport.Protocol;
import java.nio.charset.StandardCharsets;
import javax.sip.message.Request;

/** A server between three phones that follow a script, and the first steps of most calls. */
abstract class Scenario {
    static final String OFFER = "v=0\r\ns=offer\r\n";
    static final String ANSWER = "v=0\r\ns=answer\r\n";

    final VirtualLane lane = new VirtualLane();
    final SimulatedNetwork network = new SimulatedNetwork(lane, 1);
    final SimulatedServer server = new SimulatedServer(lane, network);
    final ScriptedPhone alice = phone("10.0.0.2");
    final ScriptedPhone bob = phone("10.0.0.3");
    final ScriptedPhone carol = phone("10.0.0.4");

    Dialog fromAlice = alice.calling("\"Alice\" <sip:alice@example.test>", "1000");
    Dialog fromBob = fromAlice;

    private ScriptedPhone phone(String ip) {
        return new ScriptedPhone(lane, network, ip, server.endpoint.hop(Protocol.UDP));
    }

    /** What the server dials: these together. */
    void dials(Destination... destinations) {
        DialStep step = new DialStep(ImmutableList.copyOf(destinations), 60_000, 0, status -> -1);
        server.planner = (invite, target, from) -> SimulatedServer.dial(step);
    }

    RequestBuilder invite() {
        return alice.request(fromAlice, Request.INVITE);
    }

    /** Alice calls. */
    ScriptedPhone.Received calls(RequestBuilder invite) {
        alice.send(invite);
        pass();
        return bob.last(Request.INVITE);
    }

    /** Alice calls, Bob answers, the ACK is through. */
    void talk() {
        dials(bob.destination());
        answers(calls(invite().body("application/sdp", ScriptedPhone.bytes(OFFER))));
    }

    void answers(ScriptedPhone.Received invite) {
        fromBob = bob.called(invite, "bobs");
        invite.respond(bob.reply(invite, 200, "bobs").body("application/sdp", ScriptedPhone.bytes(ANSWER)));
        pass();
        fromAlice.established(alice.response(200));
        alice.ack(fromAlice, fromAlice.lastCseq(), "");
        pass();
    }

    void pass() {
        lane.advance(200);
    }

    /** Nothing is left of any call, and none of them failed. */
    void nothingIsLeft() {
        lane.runUntilIdle(3_600_000);
        assertThat(lane.failures()).isEmpty();
        assertThat(server.calls.running()).as("calls").isZero();
        assertThat(server.calls.legs()).as("legs").isZero();
        assertThat(server.calls.dialogs()).as("dialogs").isZero();
        assertThat(server.layer.size()).as("transactions").isZero();
        assertThat(lane.timers()).as("timers").isZero();
        assertThat(server.closed).as("records").hasSize(server.opened);
    }

    static String text(SipMessage message) {
        return new String(message.array(), message.offset(), message.size(), StandardCharsets.UTF_8);
    }
}
