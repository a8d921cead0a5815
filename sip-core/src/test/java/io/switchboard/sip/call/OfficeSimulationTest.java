package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.media.MediaCounters;
import io.switchboard.sip.cdr.CallRecord;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An office at work, for an hour each or for as long as {@code -Dsimulation.hours} says; in the end nothing is left. */
class OfficeSimulationTest {
    private static final int HOURS = Integer.getInteger("simulation.hours", 12);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nothingIsLeftOfALongDay(long seed) {
        Office office = new Office(seed);
        office.work(HOURS * 3_600_000L);

        String what = office.network + " " + office.done;
        assertThat(office.lane.failures()).as(what).isEmpty();
        Calls calls = office.server.calls;
        assertThat(calls.crashes()).as("%s: exceptions", what).isZero();
        assertThat(calls.running()).as("%s: calls", what).isZero();
        assertThat(calls.legs()).as("%s: legs", what).isZero();
        assertThat(calls.dialogs()).as("%s: dialogs", what).isZero();
        assertThat(office.server.layer.size()).as("%s: transactions", what).isZero();
        assertThat(office.lane.timers()).as("%s: timers", what).isZero();
        assertThat(office.rooms.rooms()).as("%s: rooms", what).isZero();
        assertThat(office.rooms.participants()).as("%s: participants", what).isZero();
        assertThat(office.subscriptions.size()).as("%s: subscriptions", what).isZero();
        MediaCounters media = office.media.counters();
        assertThat(media.rooms() + media.participants() + media.playbacks() + media.recordings())
                .as("%s: media", what)
                .isZero();
        assertThat(office.talksLeft()).as("%s: talks that nobody ended", what).isEmpty();
        recordsAreClosedOnce(office, what);
        assertThat(office.commandsConcluded).as("%s: commands", what).isEqualTo(office.commands);
        assertThat(office.escalationsConcluded).as("%s: escalations", what).isEqualTo(office.escalations);
        assertThat(office.invitationsConcluded).as("%s: invitations", what).isEqualTo(office.invitations);
        for (SimulatedPhone phone : office.phones) {
            assertThat(phone.concluded.values())
                    .as("%s: last reports of REFERs", what)
                    .allMatch(count -> count == 1);
        }
        somethingHappened(office, what);
    }

    private static void recordsAreClosedOnce(Office office, String what) {
        Set<String> open = new HashSet<>(office.server.callIds);
        office.server.closed.forEach(record -> open.remove(record.id()));
        assertThat(open).as("%s: records that nobody closed", what).isEmpty();
        Set<String> ids = new HashSet<>();
        for (CallRecord record : office.server.closed) {
            assertThat(ids.add(record.id())).as("%s: record twice", what).isTrue();
        }
        assertThat(ids).as("%s: one record for each call", what).hasSize(office.server.opened);
    }

    /** The walk would be worth nothing if all were refused. */
    private static void somethingHappened(Office office, String what) {
        long transferred = office.server.closed.stream()
                .flatMap(record -> record.legs().stream())
                .filter(leg -> !leg.transferredBy().isEmpty() && leg.status() == 200)
                .count();
        System.out.println(what + ": calls " + office.server.opened + ", legs moved " + transferred
                + ", picked up " + office.tookPlace(Office.Deed.PICK_UP) + ", taken over "
                + office.tookPlace(Office.Deed.TAKE_OVER) + ", commands that worked " + office.commandsThatWorked
                + " of " + office.commands + ", invitations "
                + office.invitationsThatWorked + " of " + office.invitations + ", escalations "
                + office.escalationsThatWorked + " of " + office.escalations + ", REFERs to calls of two "
                + office.focusReferrals);
        assertThat(office.server.opened).as("%s: calls", what).isGreaterThan(300 * HOURS);
        assertThat(transferred).as("%s: transfers that came about", what).isGreaterThan(20L * HOURS);
        assertThat(office.tookPlace(Office.Deed.PICK_UP))
                .as("%s: pickups", what)
                .isGreaterThan(5L * HOURS);
        assertThat(office.tookPlace(Office.Deed.TAKE_OVER))
                .as("%s: take-overs", what)
                .isGreaterThan(5L * HOURS);
        assertThat(office.escalationsThatWorked)
                .as("%s: escalations that worked", what)
                .isPositive();
        assertThat(office.invitationsThatWorked)
                .as("%s: invitations that worked", what)
                .isPositive();
        assertThat(office.focusReferrals).as("%s: REFERs to calls of two", what).isPositive();
        assertThat(office.commandsThatWorked)
                .as("%s: commands that worked", what)
                .isPositive();
    }
}
