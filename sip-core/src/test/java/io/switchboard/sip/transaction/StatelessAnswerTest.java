package io.switchboard.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.sim.SimulatedNetwork;
import io.switchboard.sip.sim.VirtualLane;
import io.switchboard.sip.transport.Flow;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RFC 3261 section 8.2.7: answers for which nothing is remembered. */
class StatelessAnswerTest {
    private final VirtualLane lane = new VirtualLane();
    private final SimulatedNetwork network = new SimulatedNetwork(lane, 9);
    private final Peer bob = new Peer(lane, network, "10.0.0.2", new TransactionLimits(8, 5, 7), 200);
    private final Tap tap = new Tap(lane, network);
    private final Flow flow = Peers.flow(bob);

    @AfterEach
    void allIsOver() {
        lane.runUntilIdle(200_000);
        assertThat(lane.failures()).isEmpty();
        assertThat(bob.layer.size()).isZero();
        assertThat(bob.layer.servers.remembered()).isZero();
    }

    private static String request(String method, String callId) {
        return method + " sip:example.com SIP/2.0\r\nVia: SIP/2.0/UDP 10.9.9.9:40000;branch=z9hG4bK" + callId
                + "\r\nFrom: <sip:a@example.com>;tag=f\r\nTo: <sip:a@example.com>\r\nCall-ID: " + callId
                + "\r\nCSeq: 1 "
                + method + "\r\nMax-Forwards: 70\r\nContact: <sip:a@10.9.9.9>\r\nContent-Length: 0\r\n\r\n";
    }

    @Test
    void nothingIsRememberedHoweverManyAsk() {
        bob.statelessly = request -> ResponseBuilder.of(request, 401, "");
        for (int i = 0; i < 100; i++) {
            bob.inject(request("REGISTER", "c" + i), flow);
        }
        lane.advance(10);
        assertThat(tap.all("401")).hasSize(100);
        assertThat(bob.requests).isEmpty();
        assertThat(bob.layer.size()).isZero();
        assertThat(bob.layer.servers.remembered()).isZero();
        assertThat(bob.layer.counters().snapshot().stateless()).isEqualTo(100);
        assertThat(bob.layer.counters().snapshot().overLimit()).isZero();
    }

    @Test // "MUST generate the same tag for the same request"
    void aRepetitionIsAskedForAgainAndHasTheSameTag() {
        bob.statelessly = request -> ResponseBuilder.of(request, 401, "");
        bob.inject(request("REGISTER", "one"), flow);
        bob.inject(request("REGISTER", "one"), flow);
        bob.inject(request("REGISTER", "two"), flow);
        lane.advance(10);
        List<SipMessage> sent = tap.all("401");
        assertThat(sent).hasSize(3);
        assertThat(sent.get(0).toTag()).isNotNull().isEqualTo(sent.get(1).toTag());
        assertThat(sent.get(2).toTag()).isNotEqualTo(sent.get(0).toTag());
    }

    @Test
    void whatIsNotAnsweredSoHasATransaction() {
        bob.onRequest = transaction -> bob.answer(transaction, 200);
        bob.inject(request("REGISTER", "one"), flow);
        bob.inject(request("REGISTER", "one"), flow);
        lane.advance(10);
        assertThat(bob.requests).hasSize(1);
        assertThat(tap.all("200")).hasSize(2);
        assertThat(bob.layer.counters().snapshot().stateless()).isZero();
    }

    @Test // its refusals are repeated until the ACK comes, so it cannot do without
    void anInviteAlwaysHasATransaction() {
        bob.statelessly = request -> {
            throw new AssertionError("asked for " + request.method());
        };
        bob.onRequest = transaction -> bob.answer(transaction, 407);
        bob.inject(request("INVITE", "one"), flow);
        lane.advance(10);
        assertThat(tap.all("407")).hasSize(1);
        bob.inject(request("ACK", "one"), flow);
    }

    @Test
    void aThrowingUserIsAnsweredForWith500() {
        bob.statelessly = request -> {
            throw new IllegalStateException("a bug");
        };
        bob.inject(request("REGISTER", "one"), flow);
        lane.advance(10);
        assertThat(tap.all("500")).singleElement().matches(response -> response.toTag() != null);
        assertThat(bob.layer.counters().snapshot().userFailures()).isEqualTo(1);
        assertThat(bob.layer.size()).isZero();
    }
}
