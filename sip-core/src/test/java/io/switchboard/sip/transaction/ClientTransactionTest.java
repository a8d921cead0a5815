package io.switchboard.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.sim.SimulatedNetwork;
import io.switchboard.sip.sim.VirtualLane;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.Protocol;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Client transactions on the wire: RFC 3261 sections 17.1 and 9.1, RFC 6026. */
class ClientTransactionTest {
    private final VirtualLane lane = new VirtualLane();
    private final SimulatedNetwork network = new SimulatedNetwork(lane, 7);
    private final Peer alice = new Peer(lane, network, "10.0.0.1");
    private final Peer bob = new Peer(lane, network, "10.0.0.2");
    private final Tap tap = new Tap(lane, network);
    private final Peer.Recorder told = new Peer.Recorder();
    private final Hop udp = bob.endpoint.hop(Protocol.UDP);
    private final Hop tcp = bob.endpoint.hop(Protocol.TCP);

    @AfterEach
    void allIsOver() {
        lane.runUntilIdle(200_000);
        assertThat(lane.failures()).isEmpty();
        assertThat(alice.layer.size()).isZero();
        assertThat(bob.layer.size()).isZero();
        assertThat(bob.layer.servers.remembered()).isZero();
    }

    private ClientTransaction send(String method, Hop hop) {
        return alice.layer.send(alice.request(method), hop, told);
    }

    /** 17.1.1.2, Timers A and B. */
    @Test
    void inviteIsRepeatedAtDoublingIntervalsUntilTimerB() {
        tap.block("INVITE");
        send("INVITE", udp);
        lane.advance(31_900);
        assertThat(told.timeouts).isZero();
        lane.advance(200);
        assertThat(tap.times("INVITE")).containsExactly(0L, 500L, 1500L, 3500L, 7500L, 15_500L, 31_500L);
        assertThat(told.timeouts).isEqualTo(1);
        assertThat(alice.layer.size()).isZero();
    }

    /** 17.1.2.2, Timers E and F. */
    @Test
    void otherRequestsAreRepeatedEveryT2AtTheSlowest() {
        tap.block("OPTIONS");
        send("OPTIONS", udp);
        lane.advance(32_100);
        assertThat(tap.times("OPTIONS"))
                .containsExactly(0L, 500L, 1500L, 3500L, 7500L, 11_500L, 15_500L, 19_500L, 23_500L, 27_500L, 31_500L);
        assertThat(told.timeouts).isEqualTo(1);
    }

    /** 17.1.2.2: in Proceeding Timer E is T2. */
    @Test
    void provisionalResponseSlowsOtherRequestsDown() {
        bob.onRequest = transaction -> bob.answer(transaction, 100);
        send("OPTIONS", udp);
        lane.advance(9000);
        assertThat(tap.times("OPTIONS")).containsExactly(0L, 500L, 4500L, 8500L);
        bob.answer(bob.requests.getFirst(), 200);
        lane.advance(100);
        assertThat(told.finals).containsExactly(200);
        assertThat(told.provisional).hasSize(4).containsOnly(100);
    }

    /** 17.1.4: nobody will answer over a connection that is closed. */
    @Test
    void aClosedConnectionFailsWhatWentOverItAndHasNoResponse() {
        bob.onRequest = transaction -> bob.answer(transaction, 200);
        send("OPTIONS", tcp);
        lane.advance(100);
        Flow connection = bob.requests.getFirst().flow();
        Hop back = new Hop(Protocol.TCP, connection.remote(), "", connection);
        alice.onRequest = transaction -> alice.answer(transaction, 180);
        Peer.Recorder ringing = new Peer.Recorder();
        bob.layer.send(bob.request("INVITE"), back, ringing);
        lane.advance(100);
        assertThat(ringing.provisional).containsExactly(180);
        alice.onRequest = transaction -> alice.answer(transaction, 486);
        Peer.Recorder silent = new Peer.Recorder();
        bob.layer.send(bob.request("INVITE"), back, silent);
        bob.layer.send(bob.request("MESSAGE"), back, silent);
        bob.layer.closed(connection);
        assertThat(silent.failures).isEqualTo(2);
        assertThat(ringing.failures).isZero();
        alice.answer(alice.requests.getFirst(), 486);
    }

    @Test
    void reliableTransportsCarryRequestsOnce() {
        send("INVITE", tcp);
        send("OPTIONS", tcp);
        lane.advance(33_000);
        assertThat(tap.times("INVITE")).hasSize(1);
        assertThat(tap.times("OPTIONS")).hasSize(1);
        bob.answer(bob.requests.getFirst(), 486);
    }

    @Test
    void provisionalResponseStopsTheRepetitionOfInvite() {
        bob.onRequest = transaction -> bob.answer(transaction, 180);
        send("INVITE", udp);
        lane.advance(120_000);
        assertThat(tap.times("INVITE")).hasSize(1);
        assertThat(told.provisional).containsExactly(180);
        assertThat(told.timeouts).isZero();
        bob.answer(bob.requests.getFirst(), 404);
    }

    /** 17.1.1.3 */
    @Test
    void ackToARefusalHasTheInvitesViaRouteAndTheResponsesTo() {
        bob.onRequest = transaction -> bob.answer(transaction, 486);
        ClientTransaction invite =
                alice.layer.send(alice.request("INVITE").header(HeaderName.ROUTE, "<sip:10.0.0.2;lr>"), udp, told);
        lane.advance(100);
        SipMessage ack = tap.all("ACK").getFirst();
        assertThat(ack.values(HeaderName.VIA))
                .containsExactly(invite.request().value(HeaderName.VIA))
                .allMatch(via -> via.startsWith("SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK") && via.endsWith(";rport"));
        assertThat(ack.values(HeaderName.ROUTE)).containsExactly("<sip:10.0.0.2;lr>");
        assertThat(ack.value(HeaderName.TO)).isEqualTo("<sip:bob@example.com>;tag=tag-of-bob");
        assertThat(ack.value(HeaderName.FROM)).isEqualTo(invite.request().value(HeaderName.FROM));
        assertThat(ack.value(HeaderName.CSEQ)).isEqualTo("1 ACK");
        assertThat(ack.callId()).isEqualTo(invite.request().callId());
        assertThat(ack.bodyLength()).isZero();
        assertThat(bob.acks).isEmpty();
    }

    /** 17.1.1.2: Completed. */
    @Test
    void repeatedRefusalIsAcknowledgedAgainAndNotPassedUp() {
        tap.block("ACK");
        bob.onRequest = transaction -> bob.answer(transaction, 486);
        send("INVITE", udp);
        lane.advance(3000);
        assertThat(tap.times("486")).containsExactly(0L, 500L, 1500L);
        assertThat(tap.times("ACK")).hasSize(3);
        assertThat(told.finals).containsExactly(486);
    }

    /** RFC 6026 7.2 */
    @Test
    void furtherSuccessIsPassedUpUntilTimerM() {
        bob.onRequest = transaction -> bob.answer(transaction, 200);
        ClientTransaction invite = send("INVITE", udp);
        lane.advance(31_000);
        bob.answer(bob.requests.getFirst(), 200);
        lane.advance(500);
        assertThat(told.finals).containsExactly(200, 200);
        assertThat(invite.request().method()).isEqualTo("INVITE");
        lane.advance(2000);
        assertThat(alice.layer.size()).isZero();
        alice.layer.received(told.responses.getFirst(), Peers.flow(alice));
        assertThat(alice.strays).hasSize(1);
        assertThat(told.finals).hasSize(2);
    }

    /** 9.1 */
    @Test
    void cancelWaitsForFirstProvisional() {
        bob.onRequest = transaction -> transaction.listener(new ServerTransaction.Listener() {
            @Override
            public void cancelled(SipRequest cancel) {
                bob.answer(transaction, 487);
            }
        });
        tap.block("100");
        ClientTransaction invite =
                alice.layer.send(alice.request("INVITE").header(HeaderName.ROUTE, "<sip:10.0.0.2;lr>"), udp, told);
        invite.cancel("SIP;cause=200");
        lane.advance(400);
        assertThat(tap.all("CANCEL")).isEmpty();
        bob.answer(bob.requests.getFirst(), 180);
        lane.advance(100);
        SipMessage cancel = tap.all("CANCEL").getFirst();
        assertThat(cancel.values(HeaderName.VIA))
                .containsExactly(invite.request().value(HeaderName.VIA));
        assertThat(cancel.values(HeaderName.ROUTE)).containsExactly("<sip:10.0.0.2;lr>");
        assertThat(cancel.value(HeaderName.TO)).isEqualTo("<sip:bob@example.com>");
        assertThat(cancel.value(HeaderName.CSEQ)).isEqualTo("1 CANCEL");
        assertThat(cancel.value(HeaderName.REASON)).isEqualTo("SIP;cause=200");
        assertThat(told.finals).containsExactly(487);
        invite.cancel("again");
        lane.advance(5000);
        assertThat(tap.all("CANCEL")).hasSize(1);
    }

    /** 9.1: "If the original request has generated a final response, the CANCEL SHOULD NOT be sent". */
    @Test
    void cancelAfterTheFinalResponseIsNotSent() {
        bob.onRequest = transaction -> bob.answer(transaction, 200);
        ClientTransaction invite = send("INVITE", udp);
        ClientTransaction options = send("OPTIONS", udp);
        lane.advance(100);
        invite.cancel("");
        options.cancel("");
        lane.advance(1000);
        assertThat(tap.all("CANCEL")).isEmpty();
    }

    /** 9.1: the CANCEL crosses a 200: the call is there, and its user has to end it. */
    @Test
    void successThatCrossesACancelIsPassedUp() {
        bob.onRequest = transaction -> {
            bob.answer(transaction, 180);
            lane.schedule(99, () -> bob.answer(transaction, 200));
        };
        ClientTransaction invite = send("INVITE", udp);
        lane.schedule(101, () -> invite.cancel(""));
        lane.advance(2000);
        assertThat(tap.kinds()).containsExactly("INVITE", "180", "200", "CANCEL", "200");
        assertThat(told.finals).containsExactly(200);
        assertThat(alice.strays).isEmpty();
    }

    /** 9.1: 64*T1 after the CANCEL. */
    @Test
    void cancelledInviteWithoutFinalResponseTimesOut() {
        bob.onRequest = transaction -> bob.answer(transaction, 180);
        ClientTransaction invite = send("INVITE", udp);
        lane.advance(1000);
        invite.cancel("");
        lane.advance(31_900);
        assertThat(told.timeouts).isZero();
        lane.advance(200);
        assertThat(told.timeouts).isEqualTo(1);
        bob.answer(bob.requests.getFirst(), 200);
        lane.advance(100);
        assertThat(alice.strays).describedAs("a late 200 is the user's to end").hasSize(1);
    }

    /** 17.1.4 */
    @Test
    void refusedConnectionIsReportedOnce() {
        bob.endpoint.cut();
        send("INVITE", tcp);
        Peer.Recorder other = new Peer.Recorder();
        alice.layer.send(alice.request("OPTIONS"), tcp, other);
        lane.advance(60_000);
        assertThat(told.failures).isEqualTo(1);
        assertThat(other.failures).isEqualTo(1);
        assertThat(told.timeouts + other.timeouts).isZero();
        bob.endpoint.heal();
    }

    @Test
    void failureKnownAtOnceIsReportedAfterSendHasReturned() {
        alice.endpoint.failAtOnce(true);
        ClientTransaction invite = send("INVITE", tcp);
        assertThat(invite.request().method()).isEqualTo("INVITE");
        assertThat(told.failures).isZero();
        lane.run();
        assertThat(told.failures).isEqualTo(1);
    }

    /** 17.1.3 */
    @Test
    void responseThatMatchesNothingIsStray() {
        bob.onRequest = transaction -> bob.answer(transaction, 180);
        ClientTransaction invite = send("INVITE", udp);
        lane.advance(100);
        String text = told.responses.getFirst().toString().replace("SIP/2.0 180", "SIP/2.0 200");
        String branch = String.valueOf(invite.request().branch());
        for (String wrong : List.of(
                text.replace(branch, "z9hG4bK" + "a".repeat(13)),
                text.replace(branch, branch.substring(0, branch.length() - 1)),
                text.replace(branch, branch + "a"),
                text.replace("CSeq: 1 INVITE", "CSeq: 1 OPTIONS"),
                text.replace("CSeq: 1 INVITE", "CSeq: 1 CANCEL"))) {
            assertThat(wrong).isNotEqualTo(text);
            alice.inject(wrong, Peers.flow(alice));
        }
        assertThat(alice.strays).hasSize(5);
        assertThat(told.finals).isEmpty();
        bob.answer(bob.requests.getFirst(), 404);
    }

    @Test
    void brokenResponseIsDroppedAndCounted() {
        bob.onRequest = transaction -> bob.answer(transaction, 180);
        send("INVITE", udp);
        lane.advance(100);
        String text = told.responses.getFirst().toString();
        alice.inject(text.replaceFirst("Call-ID: .*\r\n", ""), Peers.flow(alice));
        assertThat(told.provisional).hasSize(1);
        assertThat(alice.layer.counters().snapshot().dropped()).containsEntry("Missing Call-ID", 1L);
        bob.answer(bob.requests.getFirst(), 404);
    }

    @Test
    void throwingListenerHarmsNobodyElse() {
        bob.onRequest = transaction -> bob.answer(transaction, 404);
        alice.layer.send(alice.request("INVITE"), udp, new ClientTransaction.Listener() {
            @Override
            public void response(SipResponse response) {
                throw new IllegalStateException("injected");
            }

            @Override
            public void timedOut() {}

            @Override
            public void transportFailed() {}
        });
        send("INVITE", udp);
        lane.advance(1000);
        assertThat(told.finals).containsExactly(404);
        assertThat(tap.all("ACK")).hasSize(2);
        assertThat(alice.layer.counters().snapshot().userFailures()).isEqualTo(1);
    }

    /** 13.2.2.4 */
    @Test
    void ackOfASuccessIsOutsideOfTransactionsAndMayBeRepeated() {
        var ack = alice.layer.sendAck(alice.request("ACK"), udp);
        alice.layer.resendAck(ack, udp);
        lane.advance(100);
        assertThat(bob.acks).hasSize(2);
        assertThat(bob.acks.getFirst().branch()).isEqualTo(bob.acks.getLast().branch());
        assertThat(alice.layer.size()).isZero();
        assertThat(alice.layer.local(udp).sentBy()).isEqualTo("10.0.0.1:5060");
    }
}
