package io.switchboard.sip.transaction;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.sim.NetworkQuality;
import io.switchboard.sip.sim.SimulatedNetwork;
import io.switchboard.sip.sim.VirtualLane;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.Protocol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of transactions over a network with 20 % loss, duplicates and reordering: each ends, nothing is left. */
class LossyNetworkTest {
    private static final int TRANSACTIONS = 2000;
    private static final int[] REFUSALS = {302, 401, 404, 486, 503, 603};

    private final VirtualLane lane = new VirtualLane();

    @AfterEach
    void nothingWasThrown() {
        assertThat(lane.failures()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyTransactionEndsAndNothingIsLeft(long seed) {
        SimulatedNetwork network = new SimulatedNetwork(lane, seed).quality(NetworkQuality.BAD);
        Random random = network.random();
        Peer alice = new Peer(lane, network, "10.0.0.1");
        Peer bob = new Peer(lane, network, "10.0.0.2");
        Users users = new Users(lane, random, bob);
        bob.onRequest = users;
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < TRANSACTIONS; i++) {
            Protocol protocol = random.nextInt(4) == 0 ? Protocol.TCP : Protocol.UDP;
            callers.add(new Caller(alice, bob.endpoint.hop(protocol), random.nextBoolean() ? "INVITE" : "OPTIONS"));
        }
        for (Caller caller : callers) {
            lane.schedule(random.nextInt(10_000), () -> {
                caller.start();
                if (random.nextInt(5) == 0) {
                    lane.schedule(random.nextInt(6000), caller::cancel);
                }
            });
        }
        lane.runUntilIdle(400_000);

        for (Caller caller : callers) {
            Peer.Recorder told = caller.recorder;
            boolean answered = !told.finals.isEmpty();
            assertThat((answered ? 1 : 0) + told.timeouts + told.failures)
                    .describedAs(
                            "%s: outcomes of %s",
                            network, requireNonNull(caller.transaction).request())
                    .isEqualTo(1);
            assertThat(told.finals.stream().filter(status -> status >= 300).count())
                    .describedAs("%s: refusals passed up", network)
                    .isLessThanOrEqualTo(1);
            boolean accepted = answered && told.finals.getFirst() < 300;
            assertThat(told.finals.stream().allMatch(status -> status < 300 == accepted))
                    .describedAs("%s: one kind of final response: %s", network, told.finals)
                    .isTrue();
        }
        assertThat(callers.stream().filter(c -> !c.recorder.finals.isEmpty()).count())
                .describedAs("%s: retransmission gets most of them through", network)
                .isGreaterThan(TRANSACTIONS * 3 / 4);
        assertThat(alice.layer.size() + bob.layer.size())
                .describedAs(network.toString())
                .isZero();
        assertThat(bob.layer.servers.remembered())
                .describedAs(network.toString())
                .isZero();
        assertThat(lane.timers()).describedAs(network.toString()).isZero();
        TransactionCounters.Snapshot counts = bob.layer.counters().snapshot();
        assertThat(counts.serversTerminated()).isEqualTo(counts.serversCreated());
        assertThat(counts.absorbed()).isPositive();
        assertThat(counts.userFailures()).isZero();
        assertThat(counts.dropped()).isEmpty();
        assertThat(network.lost()).isPositive();
        // RFC 3261 17.2.3: no request reached the user twice.
        assertThat(bob.requests.stream()
                        .map(t -> t.request().callId())
                        .distinct()
                        .count())
                .describedAs(network.toString())
                .isEqualTo(bob.requests.size());
    }

    /** One client transaction of alice's, who sends ACK for each 2xx. */
    private static final class Caller implements ClientTransaction.Listener {
        final Peer.Recorder recorder = new Peer.Recorder();
        private final Peer peer;
        private final Hop hop;
        private final String method;
        private @Nullable ClientTransaction transaction;

        Caller(Peer peer, Hop hop, String method) {
            this.peer = peer;
            this.hop = hop;
            this.method = method;
        }

        void start() {
            transaction = peer.layer.send(peer.request(method), hop, this);
        }

        void cancel() {
            requireNonNull(transaction).cancel("SIP;cause=200;text=\"Call completed elsewhere\"");
        }

        @Override
        public void response(SipResponse response) {
            recorder.response(response);
            if (method.equals("INVITE") && response.status() / 100 == 2) {
                peer.layer.sendAck(peer.request("ACK").header("X-For", response.callId()), hop);
            }
        }

        @Override
        public void timedOut() {
            recorder.timedOut();
        }

        @Override
        public void transportFailed() {
            recorder.transportFailed();
        }
    }

    /** Bob's side: answers by the dice, repeats a 2xx until its ACK comes (section 13.3.1.4). */
    private static final class Users implements java.util.function.Consumer<ServerTransaction> {
        private final VirtualLane lane;
        private final Random random;
        private final Peer peer;
        private final Set<String> acked = new HashSet<>();
        private int read;

        Users(VirtualLane lane, Random random, Peer peer) {
            this.lane = lane;
            this.random = random;
            this.peer = peer;
        }

        @Override
        public void accept(ServerTransaction transaction) {
            transaction.listener(new ServerTransaction.Listener() {
                @Override
                public void cancelled(io.switchboard.sip.message.SipRequest cancel) {
                    assertThat(transaction.pending()).isTrue();
                    peer.answer(transaction, 487);
                }
            });
            boolean invite = transaction.request().method().equals("INVITE");
            if (invite && random.nextBoolean()) {
                lane.schedule(random.nextInt(400), () -> {
                    if (transaction.pending()) {
                        peer.answer(transaction, 180);
                    }
                });
            }
            int status = random.nextInt(3) > 0 ? 200 : REFUSALS[random.nextInt(REFUSALS.length)];
            lane.schedule(random.nextInt(invite ? 8000 : 1500), () -> {
                if (transaction.pending()) {
                    SipResponse response = peer.response(transaction, status);
                    transaction.respond(response);
                    if (invite && status == 200) {
                        lane.schedule(500, () -> repeat(transaction, response, 500, 500));
                    }
                }
            });
        }

        private void repeat(ServerTransaction transaction, SipResponse response, int interval, int since) {
            String callId = transaction.request().callId();
            boolean acknowledged = acked(callId);
            if (acknowledged || since >= 32_000) {
                return;
            }
            transaction.respond(response);
            int next = Math.min(interval * 2, 4000);
            lane.schedule(next, () -> repeat(transaction, response, next, since + next));
        }

        private boolean acked(String callId) {
            while (read < peer.acks.size()) {
                acked.addAll(peer.acks.get(read++).values("X-For"));
            }
            return acked.contains(callId);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void theSameSeedGivesTheSameRun(long seed) {
        assertThat(run(seed)).isEqualTo(run(seed)).isNotEqualTo(run(seed + 100));
    }

    private static String run(long seed) {
        VirtualLane lane = new VirtualLane();
        SimulatedNetwork network = new SimulatedNetwork(lane, seed).quality(NetworkQuality.BAD);
        Peer alice = new Peer(lane, network, "10.0.0.1");
        Peer bob = new Peer(lane, network, "10.0.0.2");
        bob.onRequest = transaction -> bob.answer(transaction, 404);
        Peer.Recorder recorder = new Peer.Recorder();
        for (int i = 0; i < 200; i++) {
            alice.layer.send(
                    alice.request("INVITE").header(HeaderName.SUBJECT, "call " + i),
                    bob.endpoint.hop(Protocol.UDP),
                    recorder);
        }
        long time = lane.runUntilIdle(200_000);
        return time + " " + network.sent() + " " + network.lost() + " " + recorder.finals;
    }
}
