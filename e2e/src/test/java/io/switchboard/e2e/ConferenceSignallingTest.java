package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a room answers to its participants' requests, the unusual and the wrong ones too. */
class ConferenceSignallingTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private static final Setup SETUP = new Setup()
            .route("3000", "\"conference:3000\"")
            .route("3001", "\"conference:3001\"")
            .route("3002", "\"conference:3002\"")
            .setting(
                    "conferences", "rooms", "{\"3001\": {pin: \"42\"}, \"3002\": {max_participants: 1, tones: false}}");

    private static final String SDP = "application/sdp";

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

    private static void listed(String text) {
        Await.until(
                () -> text + " is listed: " + server.ask("conference list"),
                Duration.ofSeconds(10),
                () -> server.ask("conference list").contains(text));
    }

    /** RFC 3261 section 13.2.1: an INVITE without offer gets one, and its ACK has the answer. */
    @Test
    void inviteWithoutOfferGetsOne() {
        try (RoomGuest alice = guest("alice", "3000")) {
            Message ok = alice.ask("INVITE", RoomGuest.NO_BODY);
            assertThat(ok.status()).isEqualTo(200);
            assertThat(ok.body()).contains("m=audio", "opus", "PCMU", "telephone-event");
            alice.send("ACK", RoomGuest.body(SDP, RoomGuest.SDP));
            listed("\"stage\":\"in\"");
            alice.leave();
        }
        new Scene(server, "udp").assertNothingLeft();
    }

    @Test
    void unusableAnswerEndsTheCall() {
        try (RoomGuest alice = guest("alice", "3000")) {
            alice.ask("INVITE", RoomGuest.NO_BODY);
            alice.send("ACK", RoomGuest.body(SDP, "v=1\r\n"));
            assertThat(alice.removed().header("Reason")).contains("cause=488");
        }
        new Scene(server, "udp").assertNothingLeft();
    }

    @Test
    void holdIsAnsweredAndSoIsAnUpdate() {
        try (RoomGuest alice = guest("alice", "3000").enter()) {
            Message held = alice.ask("INVITE", RoomGuest.body(SDP, RoomGuest.SDP + "a=sendonly\r\n"));
            assertThat(held.status()).isEqualTo(200);
            assertThat(held.header("Contact")).as("still the focus").endsWith(";isfocus");
            assertThat(held.body()).contains("a=recvonly");
            alice.send("ACK", RoomGuest.NO_BODY);
            Message resumed = alice.ask("UPDATE", RoomGuest.body(SDP, RoomGuest.SDP));
            assertThat(resumed.status()).isEqualTo(200);
            assertThat(resumed.body()).contains("m=audio").doesNotContain("a=recvonly");
            assertThat(alice.ask(
                                    "UPDATE",
                                    "Session-Expires: 300;refresher=uac\r\nSupported: timer\r\n" + RoomGuest.NO_BODY)
                            .header("Session-Expires"))
                    .isEqualTo("300;refresher=uac");
            alice.leave();
        }
        new Scene(server, "udp").assertNothingLeft();
    }

    @Test
    void pinIsTakenFromInfoToo() {
        try (RoomGuest alice = guest("alice", "3001").enter()) {
            listed("\"stage\":\"keying\"");
            assertThat(alice.ask("INFO", RoomGuest.body("application/dtmf-relay", "Signal=4\r\nDuration=250\r\n"))
                            .status())
                    .isEqualTo(200);
            assertThat(alice.ask("INFO", RoomGuest.body("application/dtmf", "2"))
                            .status())
                    .isEqualTo(200);
            listed("\"stage\":\"in\"");
            alice.leave();
        }
        new Scene(server, "udp").assertNothingLeft();
    }

    @Test
    void thirdWrongPinIsTheLast() {
        try (RoomGuest alice = guest("alice", "3001").enter()) {
            for (int i = 0; i < 3; i++) {
                alice.ask("INFO", RoomGuest.body("application/dtmf", "9"));
                alice.ask("INFO", RoomGuest.body("application/dtmf", "#"));
            }
            assertThat(alice.removed().header("Reason")).contains("cause=403");
        }
        new Scene(server, "udp").assertNothingLeft();
    }

    @Test
    void wrongRequestsAreRefusedAndTheCallGoesOn() {
        try (RoomGuest alice = guest("alice", "3000").enter()) {
            assertThat(alice.ask("INFO", RoomGuest.body("text/plain", "x")).status())
                    .isEqualTo(415);
            assertThat(alice.ask("INFO", RoomGuest.body("application/dtmf", "x"))
                            .status())
                    .isEqualTo(400);
            assertThat(alice.ask("MESSAGE", RoomGuest.body("text/plain", "x")).status())
                    .as("nobody else is there")
                    .isEqualTo(480);
            assertThat(alice.ask("INVITE", RoomGuest.body(SDP, "v=0\r\nnonsense"))
                            .status())
                    .isBetween(400, 488);
            alice.send("ACK", RoomGuest.NO_BODY);
            assertThat(alice.ask("OPTIONS", RoomGuest.NO_BODY).status()).isEqualTo(200);
            listed("\"stage\":\"in\"");
            alice.leave();
        }
        new Scene(server, "udp").assertNothingLeft();
    }

    @Test
    void unusableOffersAndFullRoomsAreRefused() {
        try (RoomGuest alice = guest("alice", "3002");
                RoomGuest bob = guest("bob", "3002");
                RoomGuest carol = guest("carol", "3002")) {
            assertThat(bob.ask("INVITE", RoomGuest.body("text/plain", "x")).status())
                    .isEqualTo(415);
            bob.send("ACK", RoomGuest.NO_BODY);
            String video = RoomGuest.SDP.replace("m=audio 40000 RTP/AVP 0", "m=video 40000 RTP/AVP 0");
            assertThat(carol.ask("INVITE", RoomGuest.body(SDP, video)).status()).isEqualTo(488);
            carol.send("ACK", RoomGuest.NO_BODY);
            alice.enter();
            try (RoomGuest late = guest("late", "3002")) {
                assertThat(late.ask("INVITE", RoomGuest.body(SDP, RoomGuest.SDP))
                                .status())
                        .isEqualTo(486);
                late.send("ACK", RoomGuest.NO_BODY);
            }
            alice.leave();
        }
        new Scene(server, "udp").assertNothingLeft();
        assertThat(server.counters().get("conferences")).isZero();
        assertThat(server.counters().get("media_sockets")).isZero();
    }
}
