package io.switchboard.sip.conference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchboard.sip.auth.Account;
import io.switchboard.sip.call.Guest;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.call.Seat;
import io.switchboard.sip.call.Seating.Place;
import io.switchboard.sip.event.EventPackage.Lookup;
import io.switchboard.sip.event.EventSource;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.sim.VirtualLane;
import io.switchboard.sip.sim.VirtualMedia;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.sip.message.Request;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is shown a room, and for how long. */
class ConferencePackageTest {
    private static final Party ALICE = phone("alice");
    private static final Party BOB = phone("bob");
    private static final Party TRUNK = new Party.Trunk("pbx", false, false, 0, null, user -> false);

    private final VirtualLane lane = new VirtualLane();
    private final Conferences conferences = new Conferences(
            lane, new VirtualMedia(lane, new Random(1)), Path.of("none"), new RandomTokens(new Random(3)));
    private final ConferencePackage events = new ConferencePackage(conferences);

    private record Caller(Party party) implements Guest {
        @Override
        public String callId() {
            return party.label();
        }

        @Override
        public String uri() {
            return "sip:" + party.label().replace(':', '-') + "@example.test";
        }

        @Override
        public void hangUp(int status, String reason) {}
    }

    /** What a watcher is told, a word for each. */
    private final class Watching implements EventSource.Watcher {
        final List<String> told = new ArrayList<>();
        private final EventSource source;

        Watching(Party party, String room) {
            source = ((Lookup.Found) find(party, room)).source();
            source.watch(this);
        }

        @Override
        public void changed(byte[] change) {
            told.add("changed");
        }

        @Override
        public void ended(byte[] last, String reason) {
            told.add(reason + ":" + new String(last, StandardCharsets.UTF_8));
            source.unwatch(this);
        }
    }

    private static Party phone(String user) {
        return new Party.Phone(new Account(user, "example.test", "", "", ""), 0);
    }

    @BeforeEach
    void configure() {
        ConferenceSettings pin =
                new ConferenceSettings("42", "", Set.of("alice", "bob"), 10, false, false, false, false, false);
        conferences.configure(Map.of("3001", pin), ConferenceSettings.OPEN, "example.test");
    }

    private Seat enters(Party party, String room) {
        Seat seat = ((Place.Taken) conferences.seat(room, new Caller(party))).seat();
        seat.connected();
        lane.advance(1000);
        return seat;
    }

    private Lookup find(Party party, String room) {
        return events.find(
                RequestBuilder.of(Request.SUBSCRIBE, "sip:" + room + "@example.test")
                        .build("SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK"),
                party.label());
    }

    @Test
    void trunksAreShownNoRoomAndNotWhetherThereIsOne() {
        enters(TRUNK, "3000");
        assertThat(find(TRUNK, "3000")).isEqualTo(new Lookup.Refused(403));
        assertThat(find(TRUNK, "3999")).isEqualTo(new Lookup.Refused(403));
        assertThat(find(ALICE, "3000")).isInstanceOf(Lookup.Found.class);
        assertThat(find(ALICE, "3999")).isEqualTo(new Lookup.Refused(404));
    }

    @Test
    void theRoomOfACallIsShownToThoseInIt() {
        String room = io.switchboard.sip.call.Seating.ROOM_OF_CALL + "x";
        enters(ALICE, room);
        assertThat(find(ALICE, room)).isInstanceOf(Lookup.Found.class);
        assertThat(find(BOB, room)).isEqualTo(new Lookup.Refused(403));
    }

    @Test
    void whoLeavesARoomWithAPinSeesItNoMore() {
        assertThat(find(ALICE, "3001")).isEqualTo(new Lookup.Refused(404));
        Seat alice = enters(ALICE, "3001");
        Seat bob = enters(BOB, "3001");
        assertThat(find(phone("carol"), "3001")).isEqualTo(new Lookup.Refused(403));
        Watching alices = new Watching(ALICE, "3001");
        Watching bobs = new Watching(BOB, "3001");
        alice.left();
        assertThat(alices.told).as("at once, and nothing of the room").containsExactly("rejected:");
        lane.advance(1000);
        assertThat(alices.told).hasSize(1);
        assertThat(bobs.told).containsExactly("changed");
        assertThat(find(ALICE, "3001")).isEqualTo(new Lookup.Refused(403));
        bob.left();
        assertThat(bobs.told.get(1)).startsWith("noresource:");
    }

    /** A phone subscribes as soon as its call is answered, and shows a refusal to its user. */
    @Test
    void whoKeysThePinIsShownTheRoomWhenHeIsIn() {
        Seat bob = enters(BOB, "3001");
        Party carol = phone("carol");
        Seat carols = enters(carol, "3001");
        EventSource source = ((Lookup.Found) find(carol, "3001")).source();
        List<String> told = new ArrayList<>();
        source.watch(new EventSource.Watcher() {
            @Override
            public void changed(byte[] change) {
                told.add(new String(change, StandardCharsets.UTF_8));
            }

            @Override
            public void ended(byte[] last, String reason) {
                told.add(reason + last.length);
            }
        });
        assertThat(source.pending()).isTrue();
        assertThat(source.full()).isEmpty();
        enters(ALICE, "3001").left();
        lane.advance(1000);
        assertThat(told).as("of others").isEmpty();
        carols.digit('4');
        carols.digit('2');
        lane.advance(1000);
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).contains("state=\"full\"", "account-bob@", "account-carol@");
        assertThat(source.pending()).isFalse();
        bob.left();
        lane.advance(1000);
        assertThat(told.get(1)).contains("state=\"partial\"");
        carols.left();
        assertThat(told.subList(2, told.size())).hasSize(1);
    }

    @Test
    void whoIsTurnedAwayIsShownNothing() {
        enters(BOB, "3001");
        Party carol = phone("carol");
        Seat seat = enters(carol, "3001");
        Watching carols = new Watching(carol, "3001");
        for (int i = 0; i < 3; i++) {
            assertThat(carols.told).isEmpty();
            seat.digit('1');
            seat.digit('#');
        }
        lane.advance(1000);
        assertThat(carols.told).containsExactly("rejected:");
    }

    @Test
    void anotherPhoneOfTheUserKeepsTheRoomInSight() {
        Seat first = enters(ALICE, "3001");
        enters(ALICE, "3001");
        Watching alices = new Watching(ALICE, "3001");
        first.left();
        lane.advance(1000);
        assertThat(alices.told).containsExactly("changed");
    }

    @Test
    void aRoomWithoutAPinIsWatchedFromOutside() {
        Seat alice = enters(ALICE, "3000");
        enters(BOB, "3000");
        Watching alices = new Watching(ALICE, "3000");
        alice.left();
        lane.advance(1000);
        assertThat(alices.told).containsExactly("changed");
    }

    /** Nobody can be called here: that is an exception. */
    @Test
    void aRoomIsNotOpenedForACallThatCannotBePrepared() {
        assertThatThrownBy(() ->
                        conferences.invite("3000", SipUri.parse("sip:1002@example.test"), null, InviteListener.NOBODY))
                .isInstanceOf(IllegalStateException.class);
        assertThat(conferences.rooms()).isZero();
        assertThat(conferences.view("3000")).isNull();
    }
}
