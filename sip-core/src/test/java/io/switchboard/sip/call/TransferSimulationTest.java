package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.auth.Account;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.sim.NetworkQuality;
import io.switchboard.sip.sim.SimulatedNetwork;
import io.switchboard.sip.sim.VirtualLane;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.Protocol;
import java.util.List;
import java.util.Random;
import javax.sip.message.Request;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Phones that transfer, take over, hold and hang up at random, over a network that loses, doubles and delays. */
class TransferSimulationTest {
    private static final long AN_HOUR = 3_600_000;

    private final VirtualLane lane = new VirtualLane();

    /** Whatever the order of events: no leg leaks, nothing crashes, everybody's call is ended on both sides. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyLegOfATransferEnds(long seed) {
        SimulatedNetwork network = new SimulatedNetwork(lane, seed).quality(NetworkQuality.BAD);
        Random random = network.random();
        SimulatedServer server = new SimulatedServer(lane, network);
        server.caller = new Party.Phone(new Account("alice", "example.test", "", "", ""), 0);
        SimulatedPhone alice = new SimulatedPhone(lane, network, "10.0.0.2");
        SimulatedPhone bob = new SimulatedPhone(lane, network, "10.0.0.3");
        SimulatedPhone carol = new SimulatedPhone(lane, network, "10.0.0.4");
        server.planner = (invite, target, from) -> random.nextInt(4) == 0
                ? SimulatedServer.dial(SimulatedServer.step(status -> -1, bob, carol))
                : SimulatedServer.dial(SimulatedServer.step(status -> -1, random.nextBoolean() ? bob : carol));
        Hop hop = server.endpoint.hop(Protocol.UDP);
        for (int i = 0; i < 400; i++) {
            lane.schedule(random.nextInt(60_000), () -> {
                SimulatedPhone.Talk first = alice.call(hop, "1000");
                SimulatedPhone.Talk second = random.nextInt(3) == 0 ? alice.call(hop, "1001") : null;
                lane.schedule(3_000 + random.nextInt(8_000), () -> refer(alice, first, second, hop));
                if (random.nextBoolean()) {
                    lane.schedule(3_000 + random.nextInt(12_000), first::hangUp);
                }
                if (random.nextInt(4) == 0) {
                    lane.schedule(3_000 + random.nextInt(12_000), () -> takeOver(alice, first, hop));
                }
                lane.schedule(random.nextInt(15_000), () -> {
                    if (first.up && !first.over) {
                        first.invite(true);
                    }
                });
            });
        }
        for (long end = 150_000; end <= 250_000; end += 50_000) {
            lane.schedule(end, () -> {
                for (SimulatedPhone phone : List.of(alice, bob, carol)) {
                    List.copyOf(phone.talks.values()).forEach(SimulatedPhone.Talk::hangUp);
                }
            });
        }
        lane.runUntilIdle(AN_HOUR);

        assertThat(lane.failures()).as("%s", network).isEmpty();
        assertThat(server.calls.crashes()).as("%s: exceptions", network).isZero();
        assertThat(server.calls.running()).as("%s: calls", network).isZero();
        assertThat(server.calls.legs()).as("%s: legs", network).isZero();
        assertThat(server.calls.dialogs()).as("%s: dialogs", network).isZero();
        assertThat(server.layer.size()).as("%s: transactions", network).isZero();
        for (SimulatedPhone phone : List.of(alice, bob, carol)) {
            assertThat(phone.talks.values().stream().filter(t -> t.up && !t.over))
                    .as("%s: talks that nobody ended", network)
                    .isEmpty();
        }
        assertThat(server.closed).as("%s: one record for each call", network).hasSize(server.opened);
        assertThat(server.closed.stream()
                        .flatMap(record -> record.legs().stream())
                        .filter(leg -> !leg.transferredBy().isEmpty() && leg.status() == 200))
                .as("%s: transfers that came about", network)
                .hasSizeGreaterThan(20);
    }

    private static void refer(
            SimulatedPhone alice,
            SimulatedPhone.Talk talk,
            SimulatedPhone.@org.jspecify.annotations.Nullable Talk consulted,
            Hop hop) {
        if (!talk.up || talk.over) {
            return;
        }
        String target = consulted == null
                ? "<sip:1002@example.test>"
                : "<sip:1001@example.test?Replaces="
                        + replaces(consulted).replace(";", "%3B").replace("=", "%3D") + ">";
        RequestBuilder refer = talk.dialog.request(Request.REFER);
        refer.header(HeaderName.MAX_FORWARDS, "70").header(HeaderName.REFER_TO, target);
        alice.layer.send(refer, hop, Forgotten.INSTANCE);
    }

    private static void takeOver(SimulatedPhone alice, SimulatedPhone.Talk talk, Hop hop) {
        if (talk.up && !talk.over) {
            alice.call(hop, "1000", replaces(talk));
        }
    }

    private static String replaces(SimulatedPhone.Talk talk) {
        return talk.dialog.callId() + ";to-tag=" + talk.dialog.remoteTag() + ";from-tag=" + talk.dialog.localTag();
    }
}
