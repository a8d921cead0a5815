package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.auth.Account;
import io.switchboard.sip.sim.NetworkQuality;
import io.switchboard.sip.sim.SimulatedNetwork;
import io.switchboard.sip.sim.VirtualLane;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Phones that hold and hang up at random, while their calls are mixed, recorded, given participants and made direct
 * again, over a network that loses, doubles and delays.
 */
class EscalationSimulationTest {
    private static final long AN_HOUR = 3_600_000;

    private final VirtualLane lane = new VirtualLane();
    private final SimulatedRooms rooms = new SimulatedRooms();
    private int begun;
    private final List<Integer> ended = new ArrayList<>();

    /** Whatever the order of events: seats are left once each, orders end once each, no leg leaks, nobody is left over. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everySeatIsLeftAndEveryLegEnds(long seed) {
        SimulatedNetwork network = new SimulatedNetwork(lane, seed).quality(NetworkQuality.BAD);
        Random random = network.random();
        SimulatedServer server = new SimulatedServer(lane, network);
        server.calls.seating(rooms);
        server.caller = new Party.Phone(new Account("alice", "example.test", "", "", ""), 0);
        SimulatedPhone alice = new SimulatedPhone(lane, network, "10.0.0.2");
        SimulatedPhone bob = new SimulatedPhone(lane, network, "10.0.0.3");
        SimulatedPhone carol = new SimulatedPhone(lane, network, "10.0.0.4");
        server.planner = (invite, target, from) ->
                SimulatedServer.dial(SimulatedServer.step(status -> -1, random.nextBoolean() ? bob : carol));
        Hop hop = server.endpoint.hop(Protocol.UDP);
        for (int i = 0; i < 300; i++) {
            lane.schedule(random.nextInt(60_000), () -> {
                SimulatedPhone.Talk talk = alice.call(hop, "1000");
                for (int k = 0; k < 3; k++) {
                    lane.schedule(2_000 + random.nextInt(20_000), () -> order(server.calls, random));
                    lane.schedule(2_000 + random.nextInt(20_000), () -> {
                        if (talk.up && !talk.over) {
                            talk.invite(true);
                        }
                    });
                }
                if (random.nextBoolean()) {
                    lane.schedule(3_000 + random.nextInt(30_000), talk::hangUp);
                }
            });
        }
        for (long end = 150_000; end <= 300_000; end += 50_000) {
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
        assertThat(lane.timers()).as("%s: timers", network).isZero();
        assertThat(rooms.places)
                .as("%s: seats", network)
                .hasSizeGreaterThan(200)
                .allSatisfy(place -> assertThat(place.left).isEqualTo(1));
        assertThat(ended).as("%s: each order ends once", network).hasSize(begun);
        assertThat(ended.stream().filter(status -> status == 200))
                .as("%s: orders that came about", network)
                .hasSizeGreaterThan(50);
        for (SimulatedPhone phone : List.of(alice, bob, carol)) {
            assertThat(phone.talks.values().stream().filter(t -> t.up && !t.over))
                    .as("%s: talks that nobody ended", network)
                    .isEmpty();
        }
        assertThat(server.closed).as("%s: one record for each call", network).hasSize(server.opened);
    }

    private void order(Calls calls, Random random) {
        List<Call> all = new ArrayList<>();
        calls.all().forEach(all::add);
        if (all.isEmpty()) {
            return;
        }
        String id = all.get(random.nextInt(all.size())).record.id();
        Escalations escalations = calls.escalations();
        Escalations.Result result = switch (random.nextInt(10)) {
            case 8, 9 ->
                escalations.silence(
                        id, random.nextInt(3), new Silence(random.nextBoolean(), random.nextBoolean()), ended::add);
            case 0 -> escalations.mix(id, ended::add);
            case 1 -> escalations.record(id, RecordingOrder.MIXED, ended::add);
            case 2 -> withoutEnd(escalations.unmix(id));
            case 3 -> withoutEnd(escalations.unrecord(id));
            default -> escalations.add(id, "1002", "test", ended::add);
        };
        if (result == Escalations.Result.BEGUN) {
            begun++;
        }
    }

    /** What has no end to be told has ended. */
    private Escalations.Result withoutEnd(Escalations.Result result) {
        if (result == Escalations.Result.BEGUN) {
            ended.add(0);
        }
        return result;
    }
}
