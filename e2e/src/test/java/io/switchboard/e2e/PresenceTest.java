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

/** Who is there, as phones publish it and others are told (RFC 3856, 3903, 6665). */
class PresenceTest {
    private static final String PIDF = "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:dora@example.test'>"
            + "<tuple id='s'><status>" + "<basic>open</basic></status></tuple></presence>";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private static final Setup SETUP = new Setup()
            .account("alice", "1001")
            .account("bob", "1002")
            .account("carol", "1003")
            .account("dora", "1004")
            .account("erin", "1005")
            .accountOf("frank", "1006", "watchers: [alice]")
            .setting("authentication", "algorithms", "[md5]") // SIPp stumbles over an offer of SHA-256
            .setting("limits", "max_subscriptions_per_account", "1100");

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

    private static PresencePhone phone(String user) {
        return new PresencePhone(server, user);
    }

    private static String etag(Message answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.header("SIP-ETag");
    }

    private static void nothingIsLeft() {
        Await.until(
                () -> "subscriptions or publications are left: " + server.counters(),
                Duration.ofSeconds(10),
                () -> server.counters().get("subscriptions") == 0
                        && server.counters().get("publications") == 0
                        && server.counters().get("presentities") == 0);
    }

    @Test
    void friendIsToldWhenAPhoneRegistersPublishesAndGoes() {
        try (PresencePhone bob = phone("bob");
                PresencePhone alice = phone("alice")) {
            Message ok = bob.watch("alice", 600);
            assertThat(ok.status()).isEqualTo(200);
            assertThat(ok.header("Expires")).isEqualTo("600");
            Message first = bob.notified();
            assertThat(first.header("Content-Type")).isEqualTo("application/pidf+xml");
            assertThat(first.header("Subscription-State")).startsWith("active;expires=");
            assertThat(first.body()).contains("entity=\"sip:alice@" + Setup.DOMAIN + "\"", "<basic>closed</basic>");

            Registering.register(alice.peer, "alice");
            bob.told("<basic>open</basic>");

            String busy = alice.pidf("a1", "open", "busy till noon");
            Message published = alice.publish("Expires: 600\r\n", busy);
            assertThat(published.header("Expires")).isEqualTo("600");
            assertThat(bob.notified().body()).as("byte for byte").isEqualTo(busy);
            String etag = etag(alice.publish("SIP-If-Match: " + etag(published) + "\r\n", ""));
            etag = etag(alice.publish("SIP-If-Match: " + etag + "\r\n", alice.pidf("a1", "open", "back")));
            assertThat(bob.notified().body()).contains("back");
            assertThat(alice.publish("SIP-If-Match: " + etag + "\r\nExpires: 0\r\n", "")
                            .header("Expires"))
                    .isEqualTo("0");
            assertThat(bob.notified().body()).contains("id=\"registration\"", "open");
            assertThat(Registering.register(alice.peer, "alice", "Contact: *\r\nExpires: 0\r\n")
                            .status())
                    .isEqualTo(200);
            bob.told("<basic>closed</basic>");

            assertThat(bob.again("alice", "Event: presence\r\nExpires: 0\r\n").status())
                    .isEqualTo(200);
            assertThat(bob.notified().header("Subscription-State")).isEqualTo("terminated;reason=timeout");
        }
        nothingIsLeft();
    }

    @Test
    void phonesOfOneUserAreOneDocument() {
        try (PresencePhone desk = phone("carol");
                PresencePhone mobile = phone("carol");
                PresencePhone bob = phone("bob")) {
            String one = etag(desk.publish("", desk.pidf("desk", "open", "at the desk")));
            String two = etag(mobile.publish("", mobile.pidf("mobile", "closed", "switched off")));
            assertThat(bob.watch("1003", 0).status()).as("by number, one look").isEqualTo(200);
            Message look = bob.notified();
            assertThat(look.header("Subscription-State")).isEqualTo("terminated;reason=timeout");
            assertThat(look.body()).contains("at the desk", "switched off");
            etag(desk.publish("SIP-If-Match: " + one + "\r\nExpires: 0\r\n", ""));
            etag(mobile.publish("SIP-If-Match: " + two + "\r\nExpires: 0\r\n", ""));
        }
        nothingIsLeft();
    }

    /** Nobody loses his subscription because of what another one publishes. */
    @Test
    void whatDoesNotFitADatagramIsNotTaken() {
        try (PresencePhone desk = phone("carol");
                PresencePhone mobile = phone("carol");
                PresencePhone bob = phone("bob")) {
            assertThat(bob.watch("carol", 600).status()).isEqualTo(200);
            bob.notified();
            String note = "x".repeat(30_000);
            String one = etag(desk.publish("", desk.pidf("desk", "open", note)));
            bob.told("id=\"desk\"");
            Message refused = mobile.publish("", mobile.pidf("mobile", "open", note));
            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.start()).endsWith("Too Large With What Else Is Published");
            String two = etag(mobile.publish("", mobile.pidf("mobile", "open", "short")));
            assertThat(bob.told("id=\"mobile\"").body()).contains("id=\"desk\"", note);
            etag(desk.publish("SIP-If-Match: " + one + "\r\nExpires: 0\r\n", ""));
            etag(mobile.publish("SIP-If-Match: " + two + "\r\nExpires: 0\r\n", ""));
            bob.unsubscribe("carol", "presence");
        }
        nothingIsLeft();
    }

    /** RFC 6665 section 4.4.3, RFC 3903 section 4.1: what was in memory is made anew, what is registered stays. */
    @Test
    void afterAKillPhonesFindTheirWayBack() {
        try (PresencePhone bob = phone("bob");
                PresencePhone erin = phone("erin")) {
            Registering.register(erin.peer, "erin");
            String etag = etag(erin.publish("", erin.pidf("e1", "open", "before")));
            bob.watch("erin", 600);
            bob.told("before");
            server.kill();
            server.startAgain();
            assertThat(bob.again("erin", "Event: presence\r\nExpires: 600\r\n").status())
                    .isEqualTo(481);
            assertThat(bob.watch("erin", 600).status()).isEqualTo(200);
            assertThat(bob.notified().body()).as("registrations are kept").contains("<basic>open</basic>");
            assertThat(erin.publish("SIP-If-Match: " + etag + "\r\n", "").status())
                    .isEqualTo(412);
            etag = etag(erin.publish("", erin.pidf("e1", "open", "after")));
            bob.told("after");
            bob.unsubscribe("erin", "presence");
            etag(erin.publish("SIP-If-Match: " + etag + "\r\nExpires: 0\r\n", ""));
        }
        nothingIsLeft();
    }

    @Test
    void whoMayNotWatchIsRefused() {
        try (PresencePhone bob = phone("bob");
                PresencePhone alice = phone("alice");
                PresencePhone frank = phone("frank")) {
            assertThat(bob.watch("frank", 600).status()).isEqualTo(603);
            assertThat(alice.watch("frank", 0).status()).isEqualTo(200);
            alice.over();
            assertThat(frank.watch("frank", 0).status()).as("oneself").isEqualTo(200);
            frank.over();
            assertThat(bob.watch("nobody", 600).status()).isEqualTo(404);
        }
        nothingIsLeft();
    }

    @Test
    void userSeesWhoWatches() {
        try (PresencePhone alice = phone("alice");
                PresencePhone bob = phone("bob")) {
            assertThat(bob.subscribe("alice", "Event: presence.winfo\r\n").status())
                    .isEqualTo(603);
            bob.watch("alice", 600);
            assertThat(alice.subscribe("alice", "Event: presence.winfo\r\nExpires: 600\r\n")
                            .status())
                    .isEqualTo(200);
            assertThat(alice.notified().body()).contains("state=\"full\"", ">sip:bob@" + Setup.DOMAIN + "<");
            bob.unsubscribe("alice", "presence");
            assertThat(alice.notified().body()).contains("version=\"1\"").doesNotContain("bob");
            alice.unsubscribe("alice", "presence.winfo");
        }
        nothingIsLeft();
    }

    @Test
    void thousandWatchersAreToldOfOneChange() {
        try (PresencePhone watchers = phone("bob");
                PresencePhone alice = phone("alice")) {
            for (int i = 0; i < 1_000; i++) {
                assertThat(watchers.watch("alice", 3600).status()).isEqualTo(200);
            }
            watchers.forgetNotified();
            assertThat(server.counters().get("subscriptions")).isEqualTo(1_000);
            assertThat(server.counters().get("presentities")).isEqualTo(1);
            String etag = etag(alice.publish("Expires: 600\r\n", alice.pidf("a", "open", "to all of you")));
            assertThat(watchers.toldIn(1_000, "to all of you")).isEqualTo(1_000);
            etag(alice.publish("SIP-If-Match: " + etag + "\r\nExpires: 0\r\n", ""));
        }
        // Whoever has gone does not answer, and is forgotten (RFC 6665 section 4.2.2).
        Await.until(
                () -> "watchers are left: " + server.counters(),
                Duration.ofSeconds(60),
                () -> server.counters().get("subscriptions") == 0
                        && server.counters().get("presentities") == 0);
    }

    /** SIPp logs in as dora, who watches alice, looks at it twice and ends it. */
    @ParameterizedTest
    @CsvSource({"udp,alice,presence", "tcp,alice,presence", "udp,1001,presence", "udp,dora,presence.winfo"})
    void subscriberOfSippIsServed(String transport, String target, String event) {
        sipp("subscriber", target).over(transport).fill("event", event).run().allGood(1);
        nothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({"udp", "tcp"})
    void publisherOfSippIsServed(String transport) {
        sipp("publisher", "dora").over(transport).fill("body", PIDF).run().allGood(1);
        nothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SUBSCRIBE | nobody | Event: presence                                     |      | 404 | no such user
            SUBSCRIBE | frank  | Event: presence                                     |      | 603 | not for everybody
            SUBSCRIBE | alice  | Event: presence.winfo                               |      | 603 | of another
            SUBSCRIBE | alice  | Event: weather                                      |      | 489 | no such package
            SUBSCRIBE | alice  | Subject: none                                       |      | 489 | no package
            SUBSCRIBE | alice  | Event: presence~Expires: 59                         |      | 423 | too short
            SUBSCRIBE | alice  | Event: presence~Expires: x                          |      | 400 | no number
            SUBSCRIBE | alice  | Event: presence~Accept: text/plain                  |      | 406 | cannot be told
            SUBSCRIBE | alice  | Event: presence~Require: recipient-list-subscribe   |      | 420 | lists are not served
            PUBLISH   | alice  | Event: presence~Content-Type: application/pidf+xml  | PIDF | 403 | for another
            PUBLISH   | nobody | Event: presence~Content-Type: application/pidf+xml  | PIDF | 403 | for nobody
            PUBLISH   | dora   | Event: dialog~Content-Type: application/pidf+xml    | PIDF | 489 | no such package
            PUBLISH   | dora   | Subject: none~Content-Type: application/pidf+xml    | PIDF | 489 | no package
            PUBLISH   | dora   | Event: presence~Content-Type: text/plain            | PIDF | 415 | not a document
            PUBLISH   | dora   | Event: presence~Subject: no type                    | PIDF | 415 | no type
            PUBLISH   | dora   | Event: presence~Content-Type: application/pidf+xml~Content-Encoding: gzip | PIDF | 415 | packed
            PUBLISH   | dora   | Event: presence~Content-Type: application/pidf+xml  | <a/> | 400 | not presence
            PUBLISH   | dora   | Event: presence~Content-Type: application/pidf+xml  | <!DOCTYPE presence> | 400 | a document type
            PUBLISH   | dora   | Event: presence                                     |      | 400 | nothing
            PUBLISH   | dora   | Event: presence~SIP-If-Match: gone                  |      | 412 | unknown entity-tag
            PUBLISH   | dora   | Event: presence~SIP-If-Match: gone~Expires: 0       |      | 412 | removal of nothing
            PUBLISH   | dora   | Event: presence~SIP-If-Match: a, b                  |      | 400 | two entity-tags
            PUBLISH   | dora   | Event: presence~Expires: 59~Content-Type: application/pidf+xml | PIDF | 423 | too short
            PUBLISH   | dora   | Event: presence~Expires: x~Content-Type: application/pidf+xml | PIDF | 400 | no number
            PUBLISH   | dora   | Event: presence~Require: teleport~Content-Type: application/pidf+xml | PIDF | 420 | unknown option
            """)
    void wrongOnesAreRefused(String method, String target, String lines, String body, int status, String why) {
        sipp("asks-once", target)
                .fill("method", method)
                .fill("lines", lines.replace("~", "\n"))
                .fill("body", body == null ? "" : body.replace("PIDF", PIDF))
                .fill("status", Integer.toString(status))
                .run()
                .allGood(1);
        assertThat(server.counters().get("publications")).as(why).isZero();
        assertThat(server.counters().get("subscriptions")).as(why).isZero();
    }

    @Test
    void trunksNeitherWatchNorPublish() {
        try (RoomGuest trunk = new RoomGuest(SETUP.port(), "guest", "alice")) {
            assertThat(trunk.ask("SUBSCRIBE", "Event: presence\r\n" + RoomGuest.NO_BODY)
                            .status())
                    .isEqualTo(403);
            assertThat(trunk.ask("PUBLISH", "Event: presence\r\n" + RoomGuest.body("application/pidf+xml", PIDF))
                            .status())
                    .isEqualTo(403);
        }
    }

    private static Sipp sipp(String scenario, String target) {
        return Sipp.scenario(scenario)
                .to("127.0.0.1", SETUP.port())
                .fill("domain", Setup.DOMAIN)
                .fill("target", target)
                .fill("login", "dora")
                .fill("password", Setup.password("dora"))
                .with("-auth_uri", target + "@" + Setup.DOMAIN);
    }
}
