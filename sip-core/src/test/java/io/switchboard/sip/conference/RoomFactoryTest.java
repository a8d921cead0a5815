package io.switchboard.sip.conference;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.auth.Account;
import io.switchboard.sip.call.Arrival;
import io.switchboard.sip.call.Dialler;
import io.switchboard.sip.call.Guest;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.call.Seat;
import io.switchboard.sip.call.Seating.Place;
import io.switchboard.sip.conference.FactorySettings.Answer;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.sim.VirtualLane;
import io.switchboard.sip.sim.VirtualMedia;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rooms that are made for those who call a factory (RFC 4579 section 5.4), in virtual time. */
class RoomFactoryTest {
    private static final String PLAIN = "<sip:alice@192.0.2.1>;+org.linphone.specs=\"ephemeral/1.1,groupchat/1.1\"";
    private static final String CLIENT = "<sip:alice@192.0.2.1>;+org.linphone.specs=\"groupchat/1.2,conference/2.0\"";

    private final VirtualLane lane = new VirtualLane();
    private final Conferences conferences = new Conferences(
            lane, new VirtualMedia(lane, new Random(1)), Path.of("none"), new RandomTokens(new Random(3)));

    /** Whom the rooms called, and for whom. */
    private final List<String> called = new ArrayList<>();

    @BeforeEach
    void configure() {
        conferences.configure(Map.of(), ConferenceSettings.OPEN, "example.test");
        configure(Map.of());
        conferences.dialler(order -> {
            called.add(order.target() + " for " + requireNonNull(order.liable()).label());
            return new Called(order.room(), order.target().toString());
        });
    }

    /** Somebody who rings until it is given up. */
    private static final class Called implements Dialler.Outgoing {
        private final Party party;
        private final String uri;
        private Dialler.@Nullable KeptSeat seat;

        Called(Party party, String uri) {
            this.party = party;
            this.uri = uri;
        }

        @Override
        public int refusal() {
            return 0;
        }

        @Override
        public void dial(byte[] offer, Dialler.KeptSeat kept) {
            seat = kept;
            kept.ringing();
        }

        @Override
        public Party party() {
            return party;
        }

        @Override
        public String callId() {
            return uri;
        }

        @Override
        public String uri() {
            return uri;
        }

        @Override
        public void hangUp(int status, String reason) {
            if (seat != null) {
                seat.failed(487);
            }
        }
    }

    private void configure(Map<String, Answer> answers) {
        ConferenceSettings ending = new ConferenceSettings("", "", Set.of(), 3, false, true, false, false, true);
        conferences.configure(new FactorySettings(Map.of("team", ending), 2, answers));
    }

    /** Somebody who calls. */
    private static final class Caller implements Guest {
        private final Party party;
        private final Arrival arrival;
        private final String uri;
        /** Status and reason of its end. */
        private String over = "";

        Caller(Party party, String uri, Arrival arrival) {
            this.party = party;
            this.uri = uri;
            this.arrival = arrival;
        }

        static Caller account(String user, String contact, String... recipients) {
            Account account = new Account(user, "example.test", "", "", "");
            return new Caller(
                    new Party.Phone(account, 0),
                    "sip:" + user + "@example.test",
                    new Arrival(contact, ImmutableList.copyOf(recipients)));
        }

        static Caller trunk(String number) {
            Party party = new Party.Trunk("pbx", false, false, 0, null, user -> false);
            return new Caller(party, "sip:" + number + "@pbx.test", Arrival.PLAIN);
        }

        @Override
        public Party party() {
            return party;
        }

        @Override
        public String callId() {
            return uri;
        }

        @Override
        public String uri() {
            return uri;
        }

        @Override
        public Arrival arrival() {
            return arrival;
        }

        @Override
        public void hangUp(int status, String reason) {
            over = status + " " + reason;
        }
    }

    private static String taken(Place place) {
        assertThat(place).isInstanceOf(Place.Taken.class);
        return ((Place.Taken) place).room();
    }

    private static Seat seat(Place place) {
        return ((Place.Taken) place).seat();
    }

    private String made(Caller caller) {
        Place place = conferences.make("team", caller);
        return place instanceof Place.Moved moved ? moved.room() : taken(place);
    }

    @Test
    void everyCallMakesARoomThatNobodyGuesses() {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            String name = made(Caller.account("user" + i, ""));
            assertThat(name).matches("conf-[a-z2-7]{26}");
            assertThat(conferences.made(name)).isTrue();
            names.add(name);
        }
        assertThat(names).hasSize(50);
        assertThat(conferences.made("conf-" + "a".repeat(26))).isFalse();
        assertThat(conferences.rooms()).isEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            auto     | plain   | direct
            auto     | client  | redirect
            auto     | none    | direct
            auto     | broken  | direct
            redirect | plain   | redirect
            direct   | client  | direct
            """)
    void answerIsWhatTheAccountOrThePhoneUnderstands(String set, String phone, String expected) {
        configure(Map.of("alice", Answer.valueOf(set.toUpperCase(java.util.Locale.ROOT))));
        String contact = switch (phone) {
            case "plain" -> PLAIN;
            case "client" -> CLIENT;
            case "broken" -> "<sip:alice";
            default -> "";
        };
        Place place = conferences.make("team", Caller.account("alice", contact));
        assertThat(place).isInstanceOf(expected.equals("direct") ? Place.Taken.class : Place.Moved.class);
    }

    @Test
    void whoHadItMadeIsItsModeratorAndItsEndEndsIt() {
        Place place = conferences.make("team", Caller.account("alice", ""));
        String room = taken(place);
        Caller bob = Caller.account("bob", "");
        seat(place).connected();
        seat(conferences.seat(room, bob)).connected();
        assertThat(conferences.list().get(0).participants())
                .extracting(RoomView.ParticipantView::moderator)
                .containsExactly(true, false);
        seat(place).left();
        assertThat(bob.over).contains("The conference is over");
    }

    @Test
    void afterARedirectionTheOwnerIsKnownByItsAccount() {
        String room = made(Caller.account("alice", CLIENT));
        assertThat(conferences.rooms()).isEqualTo(1);
        seat(conferences.seat(room, Caller.account("alice", CLIENT))).connected();
        assertThat(conferences.list().get(0).participants().get(0).moderator()).isTrue();
    }

    @Test
    void roomThatNobodyEntersGoesAway() {
        String room = made(Caller.account("alice", CLIENT));
        lane.advance(RoomFactory.UNUSED_MILLIS - 100);
        assertThat(conferences.made(room)).isTrue();
        lane.advance(200);
        assertThat(conferences.made(room)).isFalse();
        assertThat(conferences.rooms()).isZero();
        assertThat(lane.timers()).isZero();
    }

    @Test
    void roomThatIsEnteredStaysUntilTheLastHasLeft() {
        String room = made(Caller.account("alice", CLIENT));
        Seat seat = seat(conferences.seat(room, Caller.account("alice", CLIENT)));
        seat.connected();
        lane.advance(10 * RoomFactory.UNUSED_MILLIS);
        assertThat(conferences.made(room)).isTrue();
        seat.left();
        assertThat(conferences.made(room)).isFalse();
        assertThat(conferences.rooms()).isZero();
        assertThat(conferences.participants()).isZero();
        assertThat(lane.timers()).isZero();
    }

    @Test
    void roomsOfAnAccountAreBounded() {
        Seat first = seat(conferences.make("team", Caller.account("alice", "")));
        made(Caller.account("alice", CLIENT));
        assertThat(conferences.make("team", Caller.account("alice", "")))
                .isEqualTo(new Place.Refused(486, "Too Many Conferences"));
        made(Caller.account("bob", ""));
        first.left();
        made(Caller.account("alice", ""));
        assertThat(conferences.make("team", Caller.account("alice", ""))).isInstanceOf(Place.Refused.class);
        lane.advance(RoomFactory.UNUSED_MILLIS + 100);
        made(Caller.account("alice", ""));
    }

    @Test
    void callersOfATrunkAreOwnersByTheirAddress() {
        Place place = conferences.make("team", Caller.trunk("4711"));
        String room = taken(place);
        assertThat(conferences.moderates(room, ConferenceSettings.OPEN, Caller.trunk("4711")))
                .isTrue();
        assertThat(conferences.moderates(room, ConferenceSettings.OPEN, Caller.trunk("4712")))
                .isFalse();
    }

    @Test
    void settingsAreTheFactorysAndFullIsFull() {
        String room = made(Caller.account("alice", ""));
        conferences.seat(room, Caller.account("bob", ""));
        conferences.seat(room, Caller.account("carol", ""));
        assertThat(conferences.seat(room, Caller.account("dave", "")))
                .isEqualTo(new Place.Refused(486, "Conference Full"));
    }

    @Test
    void listsAreTakenFromModeratorsOnly() {
        String room = made(Caller.account("alice", ""));
        assertThat(conferences.seat(room, Caller.account("bob", "", "sip:carol@example.test")))
                .isEqualTo(new Place.Refused(403, "Not A Moderator"));
        assertThat(conferences.seat("3000", Caller.account("bob", "", "sip:carol@example.test")))
                .isEqualTo(new Place.Refused(403, "Not A Moderator"));
        assertThat(conferences.rooms()).as("it did not open one").isEqualTo(1);
    }

    @Test
    void listIsKeptOverTheRedirectionAndEachIsCalledOnce() {
        String room = made(Caller.account("alice", CLIENT, "sip:bob@example.test", "sip:carol@example.test"));
        assertThat(called).as("nobody is there yet").isEmpty();
        Seat seat = seat(conferences.seat(
                room,
                Caller.account(
                        "alice",
                        CLIENT,
                        "sip:carol@example.test;transport=tcp",
                        "sip:alice@example.test",
                        "tel:+31201234567")));
        assertThat(called).as("nor is alice answered").isEmpty();
        seat.connected();
        lane.advance(100);
        assertThat(called)
                .containsExactly(
                        "sip:carol@example.test;transport=tcp for account:alice@example.test",
                        "sip:+31201234567@example.test for account:alice@example.test");
        assertThat(conferences.participants()).as("the room is full then").isEqualTo(3);
    }

    @Test
    void listOfADirectAnswerIsCalledWhenItsSenderIsConnected() {
        Seat seat = seat(conferences.make("team", Caller.account("alice", "", "sip:bob@example.test")));
        assertThat(called).isEmpty();
        seat.connected();
        lane.advance(100);
        assertThat(called).containsExactly("sip:bob@example.test for account:alice@example.test");
        seat.left();
        lane.advance(100);
        assertThat(conferences.rooms()).as("who was called is given up").isZero();
    }
}
