package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rooms whose media share one port on two addresses, and that say what the administrator has recorded. */
class RoomMediaTest {
    private static final double ANNOUNCED = 1500;
    private static final double COMES = 1900;
    private static final int PORT = 20_000 + 2 * (Ports.free() % 5_000);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Setup setup;

    @SuppressWarnings("NullAway.Init")
    private static SwitchboardServer server;

    @BeforeAll
    static void start() {
        Path announced = Tones.write(folder.resolve("waiting.wav"), ANNOUNCED, 2);
        Path comes = Tones.write(folder.resolve("comes.wav"), COMES, 1);
        setup = new Setup()
                .account("alice", "1001")
                .account("bob", "1002")
                .route("3000", "\"conference:3000\"")
                .route("3001", "\"conference:3001\"")
                .setting("media", "address", "[127.0.0.1, \"::1\"]")
                .setting("media", "ports", Integer.toString(PORT))
                .setting("conferences", "announcements", "{waiting: \"" + announced + "\", entry: \"" + comes + "\"}")
                .setting("conferences", "rooms", "{\"3001\": {moderators: [alice], wait_for_moderator: true}}");
        server = SwitchboardServer.start(folder, setup);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Linphone phone(String user, double tone) {
        return Linphone.start(
                folder,
                new Linphone.Setup(
                        user,
                        tone,
                        "udp",
                        new Linphone.Registration(
                                Setup.DOMAIN, Setup.password(user), "127.0.0.1", setup.port(), Optional.empty())));
    }

    @Test
    void allSpeakThroughOnePort() {
        try (Linphone alice = phone("alice", 440);
                Linphone bob = phone("bob", 770)) {
            alice.dial("3000");
            alice.talks();
            Path heard = alice.records();
            bob.dial("3000");
            bob.talks();
            Await.until("alice hears that he comes", Duration.ofSeconds(20), () -> Tones.heardAmong(heard, COMES));
            alice.hears(bob.tone());
            bob.hears(alice.tone());
            alice.hangUp();
            bob.hangUp();
            alice.quit();
            bob.quit();
        }
        new Scene(server, "udp").assertNothingLeft();
    }

    @Test
    void whoWaitsForTheModeratorHearsTheAnnouncement() {
        try (Linphone alice = phone("alice", 440);
                Linphone bob = phone("bob", 770)) {
            bob.dial("3001");
            bob.talks();
            bob.hears(ANNOUNCED);
            alice.dial("3001");
            alice.talks();
            bob.hears(alice.tone());
            alice.hears(bob.tone());
            alice.hangUp();
            bob.hangUp();
            alice.quit();
            bob.quit();
        }
        new Scene(server, "udp").assertNothingLeft();
    }

    /** The answer is of the family of the offer, also if both phones are in one room. */
    @Test
    void phonesOfBothFamiliesAreInOneRoom() {
        try (RoomGuest four = new RoomGuest(setup.port(), "four", "3000");
                RoomGuest six = new RoomGuest(setup.port(), "six", "3000")) {
            assertThat(answer(four, RoomGuest.SDP)).contains("c=IN IP4 127.0.0.1", "m=audio " + PORT + " ");
            assertThat(answer(six, RoomGuest.SDP.replace("IP4 127.0.0.2", "IP6 ::1")))
                    .contains("c=IN IP6 ::1", "m=audio " + PORT + " ");
            four.leave();
            six.leave();
        }
        new Scene(server, "udp").assertNothingLeft();
    }

    private static String answer(RoomGuest guest, String offer) {
        Message ok = guest.ask("INVITE", RoomGuest.body("application/sdp", offer));
        assertThat(ok.status()).as(ok.toString()).isEqualTo(200);
        guest.send("ACK", RoomGuest.NO_BODY);
        return ok.body();
    }
}
