package io.switchboard.sip.conference;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.media.Negotiation;
import io.switchboard.sip.auth.Account;
import io.switchboard.sip.call.Guest;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.call.Seat;
import io.switchboard.sip.call.Seating.Place;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.sim.VirtualLane;
import io.switchboard.sip.sim.VirtualMedia;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What comes of what the media engine tells about one participant. */
class AttendeeTest {
    private final VirtualLane lane = new VirtualLane();
    private final Conferences conferences = new Conferences(
            lane, new VirtualMedia(lane, new Random(1)), Path.of("none"), new RandomTokens(new Random(3)));
    private final List<Integer> hungUp = new ArrayList<>();

    private final class Caller implements Guest {
        @Override
        public Party party() {
            return new Party.Phone(new Account("alice", "example.test", "", "", ""), 0);
        }

        @Override
        public String callId() {
            return "1";
        }

        @Override
        public String uri() {
            return "sip:alice@example.test";
        }

        @Override
        public void hangUp(int status, String reason) {
            hungUp.add(status);
        }
    }

    private final Seat seat = ((Place.Taken) conferences.seat("3000", new Caller())).seat();

    @Test
    void anExceptionInWhatFollowsANegotiationEndsTheLeg() {
        seat.negotiate(new byte[0], result -> {
            throw new IllegalStateException("asked for by the test");
        });
        lane.advance(1000);
        assertThat(hungUp).containsExactly(500);
        assertThat(lane.failures()).isEmpty();
    }

    @Test
    void whatIsAgreedIsToldOnce() {
        List<Negotiation> told = new ArrayList<>();
        seat.negotiate(new byte[0], told::add);
        lane.advance(1000);
        assertThat(told).hasSize(1).first().isInstanceOf(Negotiation.Agreed.class);
        assertThat(hungUp).isEmpty();
    }
}
