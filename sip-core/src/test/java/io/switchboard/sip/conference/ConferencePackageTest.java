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
import java.util.IdentityHashMap;
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
            source.full();
            told.clear();
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

    private EventSource source(Party party, String room) {
        return ((Lookup.Found) find(party, room)).source();
    }

    private static String text(byte[] document) {
        return new String(document, StandardCharsets.UTF_8);
    }

    private static long version(byte[] document) {
        return Long.parseLong(text(document).replaceAll("(?s).* version=\"(\\d+)\".*", "$1"));
    }

    @Test
    void whoComesBackIsToldWhatChangedSince() {
        Seat alice = enters(ALICE, "3000");
        long had = version(source(BOB, "3000").full());
        enters(phone("carol"), "3000");
        alice.left();
        enters(BOB, "3000");
        EventSource again = source(BOB, "3000");
        byte[] lacks = again.since(had);
        assertThat(text(lacks))
                .contains("state=\"partial\"", "account-carol@", "account-bob@")
                .contains("account-alice@example.test@example.test\" state=\"deleted\"");
        assertThat(source(BOB, "3000").since(version(lacks))).as("nothing").isEmpty();
        assertThat(text(source(BOB, "3000").since(version(lacks) + 1))).contains("state=\"full\"");
        assertThat(text(source(BOB, "3000").since(0))).contains("state=\"full\"");
    }

    /** Linphone's refresher repeats the header of its first SUBSCRIBE. */
    @Test
    void anOldVersionInARefreshIsNotBelieved() {
        enters(ALICE, "3000");
        long had = version(source(BOB, "3000").full());
        enters(phone("carol"), "3000");
        EventSource bobs = source(BOB, "3000");
        bobs.watch(new EventSource.Watcher() {
            @Override
            public void changed(byte[] change) {}

            @Override
            public void ended(byte[] last, String reason) {}
        });
        assertThat(text(bobs.since(had))).contains("state=\"partial\"");
        assertThat(text(bobs.since(had))).as("again").contains("state=\"full\"");
        enters(phone("dave"), "3000");
        long told = version(source(BOB, "3000").full());
        assertThat(text(bobs.since(had))).contains("state=\"full\"");
        assertThat(bobs.since(told)).as("nothing new").isEmpty();
    }

    @Test
    void noVersionOfARoomThatIsGoneFitsOneThatComesAgain() {
        Seat first = enters(ALICE, "3000");
        long had = version(source(ALICE, "3000").full());
        first.left();
        for (int i = 0; i < 10; i++) {
            Seat alice = enters(ALICE, "3000");
            EventSource source = source(ALICE, "3000");
            byte[] told = source.since(had);
            assertThat(text(told)).contains("state=\"full\"");
            assertThat(version(told)).isGreaterThan(had);
            had = version(told);
            alice.left();
        }
    }

    /** Also if it comes and goes faster than versions are given, for a restart knows nothing but the clock. */
    @Test
    void noVersionIsAheadOfTheClockHoweverOftenTheRoomComesAgain() {
        RoomVersions clock = new RoomVersions(lane);
        for (int i = 0; i < 50; i++) {
            Seat alice = ((Place.Taken) conferences.seat("3000", new Caller(ALICE))).seat();
            alice.connected();
            Watching alices = new Watching(ALICE, "3000");
            long shown = version(source(ALICE, "3000").full());
            assertThat(shown).isLessThanOrEqualTo(clock.highest());
            assertThat(text(source(ALICE, "3000").since(shown - 1))).contains("state=\"full\"");
            alice.left();
            lane.advance(20);
            String last = alices.told.get(alices.told.size() - 1);
            assertThat(last).startsWith("noresource:");
            assertThat(version(last.substring("noresource:".length()).getBytes(StandardCharsets.UTF_8)))
                    .isLessThanOrEqualTo(clock.highest());
        }
    }

    /** Nor does a room run ahead of the clock, by which its versions are told from those after a restart. */
    @Test
    void versionsDoNotRunAheadOfTheClock() {
        enters(ALICE, "3000");
        Watching alices = new Watching(ALICE, "3000");
        long first = version(source(ALICE, "3000").full());
        long begun = lane.now();
        for (int i = 0; i < 100; i++) {
            conferences.mute("3000", 1, i % 2 == 0);
            source(ALICE, "3000").full();
            lane.advance(20);
        }
        lane.advance(1000);
        long passed = (lane.now() - begun) / RoomVersions.STEP_MILLIS + 1000 / RoomVersions.STEP_MILLIS;
        assertThat(version(source(ALICE, "3000").full()) - first).isBetween(4L, passed + 1);
        assertThat(alices.told.size()).isBetween(4, (int) passed + 1);
    }

    /** One document is made of a change, and one of the whole, however many are told. */
    @Test
    void manyWatchersShareOneDocument() {
        enters(ALICE, "3000");
        IdentityHashMap<byte[], Integer> changes = new IdentityHashMap<>();
        IdentityHashMap<byte[], Integer> wholes = new IdentityHashMap<>();
        for (int i = 0; i < 200; i++) {
            EventSource source = source(BOB, "3000");
            source.watch(new EventSource.Watcher() {
                @Override
                public void changed(byte[] change) {
                    changes.merge(change, 1, Integer::sum);
                }

                @Override
                public void ended(byte[] last, String reason) {}
            });
            wholes.merge(source.full(), 1, Integer::sum);
        }
        enters(BOB, "3000");
        assertThat(List.copyOf(wholes.values())).containsExactly(200);
        assertThat(List.copyOf(changes.values())).containsExactly(200);
    }

    /** Who was there before he came is no business of his. */
    @Test
    void whatWasBeforeHeCameIsNotToldInARoomWithAPin() {
        enters(ALICE, "3001");
        EventSource alices = source(ALICE, "3001");
        long before = version(alices.full());
        Seat carol = enters(phone("carol"), "3001");
        carol.digit('4');
        carol.digit('2');
        lane.advance(1000);
        alices.full();
        carol.left();
        lane.advance(1000);
        enters(BOB, "3001");
        assertThat(text(source(BOB, "3001").since(before)))
                .contains("state=\"full\"")
                .doesNotContain("carol");
        assertThat(text(source(ALICE, "3001").since(before)))
                .as("she was there")
                .contains("state=\"partial\"", "account-bob@");
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
