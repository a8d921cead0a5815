package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is in a room, as its watchers are told (RFC 4575, RFC 6665). */
class ConferenceEventTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private static final Setup SETUP = new Setup()
            .account("bob", "1002")
            .account("watcher", "1009")
            .route("3000", "\"conference:3000\"")
            .route("3001", "\"conference:3001\"")
            .setting("conferences", "rooms", "{\"3001\": {pin: \"42\", moderators: [bob]}}");

    @SuppressWarnings("NullAway.Init")
    private static SwitchboardServer server;

    @BeforeAll
    static void start() {
        server = SwitchboardServer.start(folder, SETUP);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RoomGuest guest(String name, String room) {
        return new RoomGuest(SETUP.port(), name, room);
    }

    private static PresencePhone watcher() {
        return new PresencePhone(server, "watcher");
    }

    private static long version(Message notify) {
        return Long.parseLong(notify.body().replaceAll("(?s).*<conference-info[^>]* version=\"(\\d+)\".*", "$1"));
    }

    @Test
    void watcherIsToldAllFirstAndThenWhatChanges() {
        try (RoomGuest alice = guest("alice", "3000").enter();
                RoomGuest bob = guest("bob", "3000");
                PresencePhone watcher = watcher()) {
            Message ok = watcher.subscribe("3000", "Event: conference\r\nExpires: 600\r\n");
            assertThat(ok.status()).isEqualTo(200);
            assertThat(ok.header("Expires")).isEqualTo("600");
            Message full = watcher.notified();
            assertThat(full.header("Event")).isEqualTo("conference");
            assertThat(full.header("Subscription-State")).startsWith("active;expires=");
            assertThat(full.header("Content-Type")).isEqualTo("application/conference-info+xml");
            assertThat(full.body())
                    .contains("entity=\"sip:3000@" + Setup.DOMAIN + "\"", "state=\"full\"", "sip:alice@pbx.test")
                    .contains("<user-count>1</user-count>", "<locked>false</locked>");

            bob.enter();
            Message came = watcher.notified();
            assertThat(came.body())
                    .contains("state=\"partial\"", "sip:bob@pbx.test", "<user-count>2</user-count>")
                    .doesNotContain("alice");
            assertThat(version(came)).isEqualTo(version(full) + 1);

            server.ask("conference mute 3000 2");
            Message muted = watcher.notified();
            assertThat(muted.body()).contains("<status>recvonly</status>");
            server.ask("conference lock 3000");
            assertThat(watcher.notified().body()).contains("<locked>true</locked>");

            bob.leave();
            Message left = watcher.notified();
            assertThat(left.body()).contains("<user entity=\"sip:bob@pbx.test\" state=\"deleted\"");
            assertThat(version(left)).isEqualTo(version(full) + 4);

            server.ask("conference end 3000");
            alice.removed();
            Message over = watcher.notified();
            assertThat(over.header("Subscription-State")).isEqualTo("terminated;reason=noresource");
        }
        Await.until(
                () -> "subscriptions are left: " + server.counters(),
                Duration.ofSeconds(10),
                () -> server.counters().get("subscriptions") == 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Event: conference;id=7                                                   | conference;id=7
            o: conference                                                            | conference
            Event: Conference                                                        | Conference
            Event: conference ~ Accept: text/plain, application/conference-info+xml  | conference
            Event: conference ~ Accept: application/*                                | conference
            Event: conference ~ Expires: 4000000000                                  | conference
            """)
    void formsOfSubscriptions(String headers, String event) {
        try (RoomGuest alice = guest("alice", "3000").enter();
                PresencePhone watcher = watcher()) {
            Message ok = watcher.subscribe("3000", headers.replace(" ~ ", "\r\n") + "\r\n");
            assertThat(ok.status()).as(ok.toString()).isEqualTo(200);
            assertThat(Integer.parseInt(ok.header("Expires"))).isBetween(60, 3600);
            Message full = watcher.notified();
            assertThat(full.header("Event")).isEqualTo(event);
            assertThat(full.body()).contains("state=\"full\"", "sip:alice@pbx.test");
            alice.leave();
            assertThat(watcher.notified().header("Subscription-State")).startsWith("terminated");
        }
    }

    /** Its own Contact, parameters included, is the room's address too; a phone of ours proves who it is. */
    @Test
    void theContactOfTheRoomCanBeWatched() {
        try (RoomGuest alice = guest("alice", "3000").enter();
                SipPeer phone = SipPeer.udp("127.0.0.1", SETUP.port())) {
            Conversation watching = Conversation.from(
                    phone, "sip:bob@" + Setup.DOMAIN, "sip:3000@127.0.0.1:" + SETUP.port() + ";transport=udp;x=y");
            Message ok = watching.prove("SUBSCRIBE", "bob", "Event: conference\r\nExpires: 0\r\n", "");
            assertThat(ok.status()).as(ok.toString()).isEqualTo(200);
            Message notify = phone.await("NOTIFY ");
            assertThat(notify.body()).contains("sip:alice@pbx.test");
            watching.respond(notify, "200 OK");
            alice.leave();
        }
    }

    @Test
    void oneLookIsOneNotify() {
        try (RoomGuest alice = guest("alice", "3000").enter();
                PresencePhone watcher = watcher()) {
            assertThat(watcher.subscribe("3000", "Event: conference\r\nExpires: 0\r\n")
                            .status())
                    .isEqualTo(200);
            assertThat(watcher.notified().header("Subscription-State")).isEqualTo("terminated;reason=timeout");
            alice.leave();
        }
    }

    @Test
    void subscriptionIsRefreshedAndEndedByTheWatcher() {
        try (RoomGuest alice = guest("alice", "3000").enter();
                PresencePhone watcher = watcher()) {
            watcher.subscribe("3000", "Event: conference\r\nExpires: 600\r\n");
            watcher.notified();
            assertThat(watcher.again("3000", "Event: conference\r\nExpires: 120\r\n")
                            .header("Expires"))
                    .isEqualTo("120");
            assertThat(watcher.notified().body()).contains("state=\"full\"");
            assertThat(watcher.again("3000", "Event: conference\r\nExpires: 0\r\n")
                            .status())
                    .isEqualTo(200);
            assertThat(watcher.notified().header("Subscription-State")).isEqualTo("terminated;reason=timeout");
            assertThat(watcher.again("3000", "Event: conference\r\nExpires: 120\r\n")
                            .status())
                    .as("over")
                    .isEqualTo(481);
            alice.leave();
        }
    }

    @Test
    void roomWithAPinIsShownToThoseAloneWhoAreInIt() {
        try (RoomGuest alice = guest("alice", "3001").enter();
                SipPeer phone = SipPeer.udp("127.0.0.1", SETUP.port());
                PresencePhone watcher = watcher();
                PresencePhone bobs = new PresencePhone(server, "bob")) {
            assertThat(watcher.subscribe("3001", "Event: conference\r\n").status())
                    .isEqualTo(403);
            Conversation bob = Conversation.from(phone, "sip:bob@" + Setup.DOMAIN, "sip:3001@" + Setup.DOMAIN);
            bob.proven("INVITE", "bob", Conversation.TYPE, Conversation.SDP).answered();
            assertThat(bobs.subscribe("3001", "Event: conference\r\n").status()).isEqualTo(200);
            assertThat(bobs.notified().body()).contains("state=\"full\"", "sip:bob@" + Setup.DOMAIN);
            bob.bye("bob");
            Message last = bobs.over();
            assertThat(last.header("Subscription-State")).isEqualTo("terminated;reason=rejected");
            assertThat(last.body()).isEmpty();
            assertThat(bobs.subscribe("3001", "Event: conference\r\n").status())
                    .as("not in it any more")
                    .isEqualTo(403);
            alice.leave();
        }
    }

    /** Nor is it told whether a room is open. */
    @Test
    void trunkIsShownNoRoomEvenIfItIsInIt() {
        try (RoomGuest alice = guest("alice", "3000").enter();
                RoomGuest again = guest("alice", "3000");
                RoomGuest nowhere = guest("alice", "3002")) {
            String subscription = "Event: conference\r\n" + RoomGuest.NO_BODY;
            assertThat(again.ask("SUBSCRIBE", subscription).status()).isEqualTo(403);
            assertThat(nowhere.ask("SUBSCRIBE", subscription).status()).isEqualTo(403);
            alice.leave();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Event: conference                      | 404 | the room is not open
            Event: weather                         | 489 | no such package
            Expires: 60                            | 489 | no package at all
            Event: conference ~ Expires: 30        | 423 | too short
            Event: conference ~ Expires: soon      | 400 | no number
            Event: conference ~ Accept: text/plain | 406 | cannot be told
            """)
    void wrongSubscriptionsAreRefused(String headers, int status, String why) {
        try (PresencePhone watcher = watcher()) {
            String lines = headers.replace(" ~ ", "\r\n") + "\r\n";
            assertThat(watcher.subscribe("3000", lines).status()).as(why).isEqualTo(status);
        }
    }
}
