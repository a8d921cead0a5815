package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.sim.NetworkQuality;
import io.switchboard.sip.sim.SimulatedNetwork;
import io.switchboard.sip.sim.VirtualLane;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A room calls people over a bad network, and gives up at any moment. */
class InvitationSimulationTest {
    private final VirtualLane lane = new VirtualLane();

    /** Each is told of once, every leg ends on both sides, and there is one record for each. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyInvitationComesToOneEnd(long seed) {
        SimulatedNetwork network = new SimulatedNetwork(lane, seed).quality(NetworkQuality.BAD);
        Random random = network.random();
        SimulatedServer server = new SimulatedServer(lane, network);
        SimulatedPhone bob = new SimulatedPhone(lane, network, "10.0.0.3");
        SimulatedPhone carol = new SimulatedPhone(lane, network, "10.0.0.4");
        ImmutableList<CallPlan> plans = ImmutableList.of(
                SimulatedServer.dial(SimulatedServer.step(status -> -1, bob)),
                SimulatedServer.dial(SimulatedServer.step(status -> -1, bob, carol)),
                SimulatedServer.dial(SimulatedServer.step(status -> 1, bob), SimulatedServer.step(status -> -1, carol)),
                new CallPlan.Refuse("", 404, ""));
        server.planner = (invite, target, from) -> plans.get(random.nextInt(plans.size()));
        List<List<String>> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            lane.schedule(random.nextInt(60_000), () -> {
                List<String> told = new ArrayList<>();
                all.add(told);
                Dialler.Outgoing outgoing = Dialler.of(server.calls, server.planner, server.settings)
                        .prepare(new Dialler.Order(
                                new Party.Room("3000", "example.test"),
                                SipUri.parse("sip:1002@example.test"),
                                null,
                                "",
                                ""));
                outgoing.dial(ScriptedPhone.bytes(NotedSeat.ROOMS), new NotedSeat(told));
                lane.schedule(random.nextInt(20_000), () -> outgoing.hangUp(480, ""));
                lane.schedule(30_000, () -> outgoing.hangUp(480, ""));
            });
        }
        lane.runUntilIdle(3_600_000);

        assertThat(lane.failures()).as("%s", network).isEmpty();
        assertThat(server.calls.crashes()).as("%s: exceptions", network).isZero();
        assertThat(server.calls.running()).as("%s: calls", network).isZero();
        assertThat(server.calls.legs()).as("%s: legs", network).isZero();
        assertThat(server.calls.dialogs()).as("%s: dialogs", network).isZero();
        assertThat(server.layer.size()).as("%s: transactions", network).isZero();
        for (SimulatedPhone phone : List.of(bob, carol)) {
            assertThat(phone.talks.values().stream().filter(t -> t.up && !t.over))
                    .as("%s: talks that nobody ended", network)
                    .isEmpty();
        }
        assertThat(server.closed).as("%s: one record for each", network).hasSize(server.opened);
        assertThat(all).hasSize(500);
        for (List<String> told : all) {
            assertThat(told.stream().filter(word -> word.startsWith("failed") || word.equals("left")))
                    .as("%s: %s", network, told)
                    .hasSize(1);
            assertThat(told.stream().filter(word -> word.startsWith("answered")).count())
                    .as("%s: %s", network, told)
                    .isEqualTo(told.contains("left") ? 1 : 0);
        }
        assertThat(all.stream().filter(told -> told.contains("left")).count())
                .as("%s: some came", network)
                .isGreaterThan(50);
    }
}
