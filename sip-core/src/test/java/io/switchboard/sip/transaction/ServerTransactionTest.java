package io.switchboard.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.Validator;
import io.switchboard.sip.sim.SimulatedNetwork;
import io.switchboard.sip.sim.VirtualLane;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Server transactions on the wire: RFC 3261 sections 17.2 and 9.2, RFC 6026, RFC 4320. */
class ServerTransactionTest {
    private final VirtualLane lane = new VirtualLane();
    private final SimulatedNetwork network = new SimulatedNetwork(lane, 8);
    private final Peer alice = new Peer(lane, network, "10.0.0.1");
    private final Peer bob = new Peer(lane, network, "10.0.0.2");
    private final Tap tap = new Tap(lane, network);
    private final Peer.Recorder told = new Peer.Recorder();
    private final Hop udp = bob.endpoint.hop(Protocol.UDP);
    private final Failures failures = new Failures();

    @AfterEach
    void allIsOver() {
        lane.runUntilIdle(200_000);
        assertThat(lane.failures()).isEmpty();
        assertThat(alice.layer.size()).isZero();
        assertThat(bob.layer.size()).isZero();
        assertThat(bob.layer.servers.remembered()).isZero();
    }

    private ClientTransaction send(String method) {
        return alice.layer.send(alice.request(method), udp, told);
    }

    private ServerTransaction received() {
        return bob.requests.getLast();
    }

    /** 17.2.1 */
    @Test
    void tryingIsSentAfter200MillisecondsIfTheUserIsSlower() {
        send("INVITE");
        lane.advance(190);
        assertThat(tap.kinds()).containsExactly("INVITE");
        lane.advance(30);
        assertThat(tap.kinds()).containsExactly("INVITE", "100");
        assertThat(tap.all("100").getFirst().toTag()).isNull();
        bob.answer(received(), 404);
    }

    @Test
    void tryingIsSavedIfTheUserAnswersInTime() {
        bob.onRequest = transaction -> lane.schedule(150, () -> bob.answer(transaction, 180));
        send("INVITE");
        lane.advance(3000);
        assertThat(tap.kinds()).containsExactly("INVITE", "180");
        bob.answer(received(), 404);
    }

    @Test
    void tryingIsSentAtOnceIfConfiguredSo() {
        Peer carol = new Peer(lane, network, "10.0.0.3", TransactionLimits.DEFAULT, 0);
        carol.onRequest = transaction -> carol.answer(transaction, 404);
        alice.layer.send(alice.request("INVITE"), carol.endpoint.hop(Protocol.UDP), told);
        lane.advance(100);
        assertThat(tap.kinds()).containsExactly("INVITE", "100", "404", "ACK");
    }

    /** 17.2.1: Proceeding. */
    @Test
    void repeatedInviteBringsTheLastProvisionalResponseAgain() {
        send("INVITE");
        lane.advance(10);
        String invite = received().request().toString();
        bob.answer(received(), 183);
        bob.inject(invite, received().flow());
        bob.answer(received(), 180);
        bob.inject(invite, received().flow());
        lane.advance(10);
        assertThat(tap.kinds()).containsExactly("INVITE", "183", "183", "180", "180");
        assertThat(bob.requests).hasSize(1);
        bob.answer(received(), 404);
    }

    /** 17.2.1: Timers G and H. */
    @Test
    void refusalIsRepeatedUntilTimerHWhichTellsTheUser() {
        tap.block("ACK");
        bob.onRequest = transaction -> {
            transaction.listener(failures);
            bob.answer(transaction, 486);
        };
        send("INVITE");
        lane.advance(31_900);
        assertThat(tap.times("486"))
                .containsExactly(0L, 500L, 1500L, 3500L, 7500L, 11_500L, 15_500L, 19_500L, 23_500L, 27_500L, 31_500L);
        assertThat(failures.count).isZero();
        lane.advance(200);
        assertThat(failures.count).isEqualTo(1);
        assertThat(bob.layer.size()).isZero();
    }

    /** 17.2.1: Confirmed, Timer I. */
    @Test
    void ackEndsTheRepetitionAndIsAbsorbed() {
        bob.onRequest = transaction -> bob.answer(transaction, 486);
        send("INVITE");
        lane.advance(100);
        SipMessage ack = tap.all("ACK").getFirst();
        bob.inject(ack.toString(), received().flow());
        bob.inject(received().request().toString(), received().flow());
        lane.advance(4000);
        assertThat(tap.times("486")).hasSize(1);
        assertThat(bob.acks).isEmpty();
        assertThat(bob.layer.size()).isEqualTo(1);
        lane.advance(2000);
        assertThat(bob.layer.size()).isZero();
    }

    /** RFC 6026 7.1 */
    @Test
    void acceptedInviteAbsorbsItsRepetitionsAndLetsTheUserRepeatTheSuccess() {
        send("INVITE");
        lane.advance(10);
        bob.answer(received(), 200);
        bob.inject(received().request().toString(), received().flow());
        lane.advance(500);
        assertThat(tap.times("200")).hasSize(1);
        bob.answer(received(), 200);
        bob.answer(received(), 486);
        bob.answer(received(), 180);
        lane.advance(500);
        assertThat(tap.kinds()).containsExactly("INVITE", "200", "200");
        assertThat(bob.requests).hasSize(1);
        alice.layer.sendAck(alice.request("ACK"), udp);
        lane.advance(32_000);
        assertThat(bob.acks).hasSize(1);
        bob.answer(received(), 200);
        lane.advance(100);
        assertThat(tap.times("200")).describedAs("not after Timer L").hasSize(2);
    }

    @Test
    void ackWithTheInvitesBranchOfAnAcceptedInviteIsPassedUp() {
        bob.onRequest = transaction -> bob.answer(transaction, 200);
        send("INVITE");
        lane.advance(10);
        bob.inject(
                received().request().toString().replace("INVITE", "ACK"),
                received().flow());
        assertThat(bob.acks).hasSize(1);
    }

    /** 17.2.2 */
    @Test
    void repeatedRequestBringsTheFinalResponseAgainUntilTimerJ() {
        send("OPTIONS");
        lane.advance(10);
        String options = received().request().toString();
        bob.inject(options, received().flow());
        assertThat(tap.kinds()).describedAs("nothing to repeat in Trying").containsExactly("OPTIONS");
        bob.answer(received(), 200);
        bob.answer(received(), 404);
        lane.advance(31_000);
        bob.inject(options, received().flow());
        lane.advance(100);
        assertThat(tap.kinds()).containsExactly("OPTIONS", "200", "200");
        assertThat(bob.requests).hasSize(1);
        lane.advance(1500);
        assertThat(bob.layer.size()).isZero();
    }

    /** RFC 4320 4.2 */
    @Test
    void requestWithoutAnswerEndsWhenTheClientHasGivenUp() {
        bob.onRequest = transaction -> transaction.listener(failures);
        tap.block("200");
        send("OPTIONS");
        lane.advance(33_000);
        bob.answer(received(), 200);
        assertThat(tap.all("200")).isEmpty();
        assertThat(failures.count).isEqualTo(1);
        assertThat(received().pending()).isFalse();
        assertThat(bob.layer.counters().snapshot().serverTimeouts()).isEqualTo(1);
    }

    /** 9.2 */
    @Test
    void cancelIsAnsweredAndToldOnceToThePendingInvite() {
        send("INVITE");
        lane.advance(10);
        received().listener(failures);
        bob.answer(received(), 180);
        String cancel = received().request().toString().replace("INVITE", "CANCEL");
        bob.inject(cancel, received().flow());
        assertThat(failures.cancelled).isEqualTo(1);
        bob.answer(received(), 487);
        bob.inject(cancel, received().flow());
        lane.advance(100);
        assertThat(failures.cancelled)
                .describedAs("answered already: 200 and nothing else")
                .isEqualTo(1);
        assertThat(tap.all("200"))
                .hasSize(2)
                .allMatch(ok -> ok.cseqMethod().equals("CANCEL") && "tag-of-bob".equals(ok.toTag()));
        assertThat(told.finals).containsExactly(487);
        assertThat(received().pending()).isFalse();
    }

    /** 9.2 */
    @Test
    void cancelOfNothingIsAnswered481() {
        send("OPTIONS");
        lane.advance(10);
        bob.inject(
                received().request().toString().replace("OPTIONS", "CANCEL"),
                received().flow());
        lane.advance(10);
        assertThat(tap.kinds()).containsExactly("OPTIONS", "481");
        assertThat(tap.all("481").getFirst().toTag()).isNotNull();
        bob.answer(received(), 200);
    }

    /** 8.2.2.2 */
    @Test
    void mergedRequestIsAnswered482() {
        send("INVITE");
        lane.advance(10);
        SipRequest invite = received().request();
        String other = invite.toString().replace(String.valueOf(invite.branch()), "z9hG4bKotherway");
        bob.inject(other, received().flow());
        lane.advance(10);
        assertThat(tap.all("482")).hasSize(1);
        assertThat(bob.requests).hasSize(1);
        bob.inject(
                other.replace("To: <sip:bob@example.com>", "To: <sip:bob@example.com>;tag=x"),
                received().flow());
        assertThat(bob.requests)
                .describedAs("a To tag makes it a request of a dialog")
                .hasSize(2);
        bob.requests.forEach(transaction -> bob.answer(transaction, 404));
        lane.advance(40_000);
        assertThat(bob.layer.size()).isZero();
        bob.inject(other, received().flow());
        assertThat(bob.requests).describedAs("no longer ongoing").hasSize(3);
        bob.answer(received(), 404);
    }

    @Test
    void throwingUserIsAnsweredForWith500() {
        bob.onRequest = transaction -> {
            if (bob.requests.size() == 1) {
                throw new IllegalStateException("injected");
            }
            bob.answer(transaction, 200);
        };
        send("OPTIONS");
        send("OPTIONS");
        lane.advance(100);
        assertThat(told.finals).containsExactly(500, 200);
        assertThat(bob.layer.counters().snapshot().userFailures()).isEqualTo(1);
    }

    @Test
    void throwingCancelListenerIsAnsweredForWith500() {
        bob.onRequest = transaction -> transaction.listener(new ServerTransaction.Listener() {
            @Override
            public void cancelled(SipRequest cancel) {
                throw new IllegalStateException("injected");
            }
        });
        ClientTransaction invite = send("INVITE");
        lane.advance(300);
        invite.cancel("");
        lane.advance(100);
        assertThat(told.finals).containsExactly(500);
    }

    @Test
    void layerWithoutUserAnswers503() {
        var endpoint = network.endpoint("10.0.0.4", 5060);
        Transactions layer = new Transactions(
                lane, endpoint, new Validator(1000), alice.tokens, TimerValues.DEFAULT, TransactionLimits.DEFAULT);
        endpoint.handler(layer);
        alice.layer.send(alice.request("OPTIONS"), endpoint.hop(Protocol.UDP), told);
        lane.advance(100);
        assertThat(told.finals).containsExactly(503);
    }

    /** 17.2.4 */
    @Test
    void responseToAGonePeerIsToldOnce() {
        alice.layer.send(alice.request("INVITE"), bob.endpoint.hop(Protocol.TCP), told);
        lane.advance(100);
        received().listener(failures);
        alice.endpoint.cut();
        bob.answer(received(), 486);
        lane.advance(40_000);
        assertThat(failures.count).isEqualTo(1);
        assertThat(bob.closed).hasSize(1);
        alice.endpoint.heal();
        assertThat(received().request().value(HeaderName.CALL_ID)).isNotNull();
    }

    /** RFC 6026 section 8.8 */
    @Test
    void successToAGonePeerIsToldOnce() {
        alice.layer.send(alice.request("INVITE"), bob.endpoint.hop(Protocol.TCP), told);
        lane.advance(100);
        received().listener(failures);
        alice.endpoint.cut();
        bob.answer(received(), 200);
        lane.advance(1_000);
        bob.answer(received(), 200);
        lane.advance(1_000);
        assertThat(failures.count).isEqualTo(1);
        alice.endpoint.heal();
    }

    /** RFC 6026 section 7.1: Timer L, without an object for each. */
    @Test
    void acceptedInviteOverTcpLingersInArrays() {
        alice.layer.send(alice.request("INVITE"), bob.endpoint.hop(Protocol.TCP), told);
        lane.advance(100);
        String invite = received().request().toString();
        bob.answer(received(), 200);
        lane.advance(100);
        assertThat(bob.layer.servers.lingering()).isEqualTo(1);
        assertThat(bob.layer.servers.size()).isEqualTo(1);
        bob.inject(invite, received().flow());
        lane.advance(31_000);
        assertThat(bob.requests).hasSize(1);
        bob.answer(received(), 200);
        assertThat(tap.times("200")).hasSize(2);
        lane.advance(1_000);
        bob.answer(received(), 200);
        assertThat(tap.times("200")).hasSize(2);
        assertThat(bob.layer.servers.size()).isZero();
    }

    /** Counts what a server transaction reports. */
    private static final class Failures implements ServerTransaction.Listener {
        private int cancelled;
        private int count;

        @Override
        public void cancelled(SipRequest cancel) {
            cancelled++;
        }

        @Override
        public void failed() {
            count++;
        }
    }
}
