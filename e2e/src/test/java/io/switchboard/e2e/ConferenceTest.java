package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Linphones in rooms of the packaged server: their tones prove who hears whom. */
class ConferenceTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private static final Setup SETUP = new Setup()
            .account("alice", "1001")
            .account("bob", "1002")
            .account("carol", "1003")
            .route("3000", "\"conference:3000\"")
            .route("3001", "\"conference:3001\"")
            .timer("t1", "100ms") // a BYE to a dead phone is given up soon
            .setting("media", "silence", "3s")
            .setting("conferences", "tones", "false")
            .setting(
                    "conferences", "rooms", "{\"3001\": {pin: \"42\", moderators: [carol], wait_for_moderator: true}}");

    private static final String DONE = "{\"problems\":[]}";

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

    private static Linphone phone(String user, double tone) {
        return Linphone.start(
                folder,
                new Linphone.Setup(
                        user,
                        tone,
                        "udp",
                        new Linphone.Registration(
                                Setup.DOMAIN, Setup.password(user), "127.0.0.1", SETUP.port(), Optional.empty())));
    }

    private static void enter(Linphone phone, String room) {
        phone.dial(room);
        phone.talks();
    }

    @Test
    void everyoneHearsAllOthersAndWhoLeavesIsGone() {
        try (Linphone alice = phone("alice", 440);
                Linphone bob = phone("bob", 770);
                Linphone carol = phone("carol", 1320)) {
            enter(alice, "3000");
            enter(bob, "3000");
            alice.hears(bob.tone());
            bob.hears(alice.tone());
            enter(carol, "3000");
            alice.hearsAmong(bob.tone(), carol.tone());
            bob.hearsAmong(alice.tone(), carol.tone());
            carol.hearsAmong(alice.tone(), bob.tone());
            alice.doesNotHear(alice.tone());

            alice.hold();
            bob.doesNotHear(alice.tone());
            alice.resume();
            bob.hearsAmong(alice.tone(), carol.tone());

            assertThat(server.ask("conference record 3000")).isEqualTo(DONE);
            alice.hearsAmong(bob.tone(), carol.tone());
            assertThat(server.ask("conference unrecord 3000")).isEqualTo(DONE);
            Path recording = recording();
            for (Linphone each : List.of(alice, bob, carol)) {
                Await.until(
                        () -> recording + " holds " + each.tone(),
                        Duration.ofSeconds(10),
                        () -> Tones.heardAmong(recording, each.tone()));
            }

            assertThat(server.ask("conference mute 3000 2")).isEqualTo(DONE);
            alice.doesNotHear(bob.tone());
            alice.hears(carol.tone());
            assertThat(server.ask("conference unmute 3000 2")).isEqualTo(DONE);
            alice.hearsAmong(bob.tone(), carol.tone());

            assertThat(SwitchboardServer.command(
                            folder,
                            "conference",
                            "remove",
                            "3000",
                            "3",
                            "--data",
                            server.data().toString()))
                    .startsWith("0\n");
            carol.ended();
            alice.hears(bob.tone());
            assertThat(server.ask("conference list"))
                    .contains("3000", "account:alice@" + Setup.DOMAIN, "account:bob@" + Setup.DOMAIN)
                    .doesNotContain("carol");
            bob.kill(); // silent from now on
            Await.until(
                    () -> "bob is missed: " + server.ask("conference list"),
                    Duration.ofSeconds(20),
                    () -> server.ask("conference list").contains("leaving"));
            alice.hangUp();
            alice.quit();
            carol.quit();
        }
        new Scene(server, "udp").assertNothingLeft();
        assertThat(server.counters().get("conferences")).isZero();
        assertThat(server.counters().get("media_participants")).isZero();
        assertThat(server.counters().get("media_sockets")).isZero();
    }

    /** The only recording. */
    private static Path recording() {
        try (Stream<Path> files = Files.list(server.data().resolve("recordings"))) {
            return files.findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void pinAndModeratorOpenTheRoom() {
        try (Linphone alice = phone("alice", 440);
                Linphone bob = phone("bob", 770);
                Linphone carol = phone("carol", 1320)) {
            enter(alice, "3001");
            enter(bob, "3001");
            alice.keys("42");
            Await.until(
                    () -> "alice waits: " + server.ask("conference list"),
                    Duration.ofSeconds(20),
                    () -> server.ask("conference list").contains("waiting"));
            enter(carol, "3001");
            alice.hears(carol.tone());
            carol.hears(alice.tone());
            bob.doesNotHear(carol.tone()); // no PIN, no room
            carol.doesNotHear(bob.tone());
            carol.hangUp();
            alice.hangUp();
            bob.hangUp();
            carol.quit();
            alice.quit();
            bob.quit();
        }
        new Scene(server, "udp").assertNothingLeft();
    }
}
