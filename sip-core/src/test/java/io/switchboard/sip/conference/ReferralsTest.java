package io.switchboard.sip.conference;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.call.Guest;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.call.Seat;
import io.switchboard.sip.call.Seating.Place;
import io.switchboard.sip.call.Seating.Verdict;
import io.switchboard.sip.call.Seating.Wish;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.sim.VirtualLane;
import io.switchboard.sip.sim.VirtualMedia;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What those may ask of a room who come by a trunk. */
class ReferralsTest {
    private final VirtualLane lane = new VirtualLane();
    private final Conferences conferences = new Conferences(
            lane, new VirtualMedia(lane, new Random(1)), Path.of("none"), new RandomTokens(new Random(3)));

    /** Somebody who has come by a trunk. */
    private record Caller(Party party) implements Guest {
        @Override
        public String callId() {
            return "1";
        }

        @Override
        public String uri() {
            return "sip:4711@pbx.test";
        }

        @Override
        public void hangUp(int status, String reason) {}
    }

    @BeforeEach
    void configure() {
        conferences.configure(Map.of(), ConferenceSettings.OPEN, "example.test");
    }

    private static Party trunk(boolean transfers) {
        return new Party.Trunk("pbx", false, false, 0, null, user -> false, transfers);
    }

    private Verdict asks(Party from, Wish wish) {
        Seat seat = ((Place.Taken) conferences.seat("3000", new Caller(from))).seat();
        seat.connected();
        return conferences.refer("3000", from, seat, wish);
    }

    @Test
    void trunkThatTransfersNothingHasNobodyCalled() {
        Wish invite = new Wish.Invite(SipUri.parse("sip:00900123@example.test"), "");
        assertThat(asks(trunk(false), invite)).isEqualTo(new Verdict.Denied(403));
        assertThat(asks(trunk(true), invite)).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void whoComesByItMayStillLeave() {
        Wish leave = new Wish.Remove(SipUri.parse("sip:4711@pbx.test"));
        assertThat(asks(trunk(false), leave)).isInstanceOf(Verdict.Granted.class);
    }
}
