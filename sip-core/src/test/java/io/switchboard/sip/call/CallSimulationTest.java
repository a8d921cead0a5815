package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.cdr.CallRecord;
import io.switchboard.sip.cdr.CallRecord.Hangup;
import io.switchboard.sip.sim.NetworkQuality;
import io.switchboard.sip.sim.SimulatedNetwork;
import io.switchboard.sip.sim.VirtualLane;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.Protocol;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole calls over a simulated network, the server's real layers between simulated phones. */
class CallSimulationTest {
    private static final long AN_HOUR = 3_600_000;

    private final VirtualLane lane = new VirtualLane();

    /** One fifth of the datagrams is lost, others come twice or late; still every call ends on both sides. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyCallEndsOnBothSidesWhateverTheNetworkLoses(long seed) {
        SimulatedNetwork network = new SimulatedNetwork(lane, seed).quality(NetworkQuality.BAD);
        Random random = network.random();
        SimulatedServer server = new SimulatedServer(lane, network);
        SimulatedPhone caller = new SimulatedPhone(lane, network, "10.0.0.2");
        SimulatedPhone bob = new SimulatedPhone(lane, network, "10.0.0.3");
        SimulatedPhone carol = new SimulatedPhone(lane, network, "10.0.0.4");
        server.planner = (invite, target, from) -> switch (random.nextInt(3)) {
            case 0 -> SimulatedServer.dial(SimulatedServer.step(status -> -1, bob));
            case 1 -> SimulatedServer.dial(SimulatedServer.step(status -> -1, bob, carol));
            default ->
                SimulatedServer.dial(SimulatedServer.step(status -> 1, bob), SimulatedServer.step(status -> -1, carol));
        };
        Hop hop = server.endpoint.hop(Protocol.UDP);
        for (int i = 0; i < 500; i++) {
            lane.schedule(random.nextInt(60_000), () -> {
                SimulatedPhone.Talk talk = caller.call(hop, "1000");
                lane.schedule(random.nextInt(20_000), talk::hangUp);
                lane.schedule(30_000, talk::hangUp);
                if (random.nextInt(3) == 0) {
                    lane.schedule(random.nextInt(10_000), () -> {
                        if (talk.up && !talk.over) {
                            talk.invite(true);
                        }
                    });
                    lane.schedule(random.nextInt(10_000), () -> talk.send("INFO"));
                    lane.schedule(random.nextInt(10_000), () -> talk.send("UPDATE"));
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
        for (SimulatedPhone phone : List.of(caller, bob, carol)) {
            assertThat(phone.talks.values().stream().filter(t -> t.up && !t.over))
                    .as("%s: talks that nobody ended", network)
                    .isEmpty();
        }
        assertThat(server.closed).as("%s: one record for each call", network).hasSize(server.opened);
        Set<String> ids = new HashSet<>();
        for (CallRecord record : server.closed) {
            assertThat(ids.add(record.id())).as("%s: record twice", network).isTrue();
        }
        assertThat(caller.established).as("%s: calls that came about", network).isGreaterThan(100);
    }

    /** An exception in one call ends that call alone. */
    @Test
    void exceptionInOneCallLeavesTheOthersAlone() {
        SimulatedNetwork network = new SimulatedNetwork(lane, 1);
        SimulatedServer server = new SimulatedServer(lane, network);
        SimulatedPhone caller = new SimulatedPhone(lane, network, "10.0.0.2");
        SimulatedPhone bob = new SimulatedPhone(lane, network, "10.0.0.3");
        bob.onInvite = talk -> {
            talk.ring();
            if (talk.invited != null) {
                talk.accept(talk.invited);
            }
        };
        server.planner = (invite, target, from) -> SimulatedServer.dial(SimulatedServer.step(status -> -1, bob));
        Hop hop = server.endpoint.hop(Protocol.UDP);

        SimulatedPhone.Talk before = caller.call(hop, "1");
        lane.advance(1000);
        server.failOnUpdate = true;
        SimulatedPhone.Talk broken = caller.call(hop, "2");
        lane.advance(1000);
        SimulatedPhone.Talk after = caller.call(hop, "3");
        lane.advance(1000);

        assertThat(server.calls.crashes()).isEqualTo(1);
        assertThat(broken.over).as("the broken call is over").isTrue();
        assertThat(before.up && !before.over).as("the call before goes on").isTrue();
        assertThat(after.up && !after.over).as("the call after goes on").isTrue();
        assertThat(server.calls.running()).isEqualTo(2);
        assertThat(server.closed).singleElement().matches(record -> record.hangup() == Hangup.SERVER);
        before.hangUp();
        after.hangUp();
        lane.runUntilIdle(AN_HOUR);
        assertThat(server.calls.legs()).isZero();
        assertThat(server.calls.dialogs()).isZero();
    }

    /** RFC 4028 section 10: a phone that vanished is found out, and the other side is freed. */
    @Test
    void vanishedPhoneIsFoundOutByTheSessionTimer() {
        SimulatedNetwork network = new SimulatedNetwork(lane, 1);
        SimulatedServer server = new SimulatedServer(lane, network);
        server.settings = new CallSettings("example.test", 500, 4000, 90, 90, 0, CallSettings.ReferBy.SERVER);
        SimulatedPhone caller = new SimulatedPhone(lane, network, "10.0.0.2");
        SimulatedPhone bob = new SimulatedPhone(lane, network, "10.0.0.3");
        bob.onInvite = talk -> {
            if (talk.invited != null) {
                talk.accept(talk.invited);
            }
        };
        server.planner = (invite, target, from) -> SimulatedServer.dial(SimulatedServer.step(status -> -1, bob));
        SimulatedPhone.Talk talk = caller.call(server.endpoint.hop(Protocol.UDP), "1");
        lane.advance(200_000);
        assertThat(talk.over).as("a refreshed session goes on").isFalse();
        bob.endpoint.cut();
        lane.advance(200_000);
        assertThat(talk.over).as("the caller is freed").isTrue();
        lane.runUntilIdle(AN_HOUR);
        assertThat(server.calls.running()).isZero();
    }

    /** No new calls, time for the running ones, then BYE. */
    @Test
    void stoppingServerEndsItsCallsAfterTheirTime() {
        SimulatedNetwork network = new SimulatedNetwork(lane, 1);
        SimulatedServer server = new SimulatedServer(lane, network);
        SimulatedPhone caller = new SimulatedPhone(lane, network, "10.0.0.2");
        SimulatedPhone bob = new SimulatedPhone(lane, network, "10.0.0.3");
        bob.onInvite = talk -> {
            if (talk.invited != null) {
                talk.accept(talk.invited);
            }
        };
        server.planner = (invite, target, from) -> SimulatedServer.dial(SimulatedServer.step(status -> -1, bob));
        Hop hop = server.endpoint.hop(Protocol.UDP);
        SimulatedPhone.Talk talk = caller.call(hop, "1");
        lane.advance(1000);
        boolean[] done = new boolean[1];
        server.calls.drain(10_000, () -> done[0] = true);
        SimulatedPhone.Talk late = caller.call(hop, "2");
        lane.advance(1000);
        assertThat(late.over).as("a new call is refused").isTrue();
        assertThat(talk.over).as("the running call has its time").isFalse();
        lane.advance(12_000);
        assertThat(talk.over).isTrue();
        assertThat(done[0]).isTrue();
    }
}
