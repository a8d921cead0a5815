package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One INVITE with a list (RFC 5366) brings several phones together, of different makers too. */
class ResourceListTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final Setup setup = new Setup()
            .account("alice", "1001")
            .account("bob", "1002")
            .account("dave", "1004")
            .route("meet", "\"conference-factory:team\"")
            .setting("authentication", "algorithms", "md5") // baresip knows nothing else
            .setting("conferences", "tones", "false")
            .setting("conferences", "factories", "{team: {end_with_moderator: true}}");

    @SuppressWarnings("NullAway.Init")
    private SwitchboardServer server;

    @BeforeEach
    void start() {
        server = SwitchboardServer.start(folder, setup);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Linphone phone(String user, double tone) {
        Linphone.Registration account = new Linphone.Registration(
                Setup.DOMAIN, Setup.password(user), "127.0.0.1", setup.port(), Optional.empty());
        Linphone phone = Linphone.start(folder, new Linphone.Setup(user, tone, "udp", account));
        phone.answersByItself();
        return phone;
    }

    private void nothingIsLeft() {
        new Scene(server, "udp").assertNoRoomLeft();
    }

    private Sipp inviting(String first, String second) {
        return new Scene(server, "udp")
                .caller("caller-invites-list", "meet")
                .fill("first", first)
                .fill("second", second)
                .with("-d", "12000");
    }

    @Test
    void everybodyOnTheListIsCalledOnceAndHearsTheOthers() {
        try (Linphone alice = phone("alice", 440);
                Linphone bob = phone("bob", 770);
                Sipp.Running caller = inviting("alice", "bob").start()) {
            alice.talks();
            bob.talks();
            alice.hears(bob.tone());
            bob.hears(alice.tone());
            assertThat(server.counters().get("conference_participants")).isEqualTo(3);
            caller.allGood();
            alice.ended(); // the room ended with its moderator
            bob.ended();
            nothingIsLeft();
            alice.quit();
            bob.quit();
        }
    }

    @Test
    void baresipIsInvitedAsLinphoneIs() {
        try (Linphone alice = phone("alice", 440);
                Baresip dave = Baresip.start(folder, "dave", 1320, setup.port(), "");
                Sipp.Running caller = inviting("alice", "dave").start()) {
            alice.talks();
            dave.talks();
            alice.hears(dave.tone());
            dave.hearsAmong(alice.tone());
            caller.allGood();
            alice.ended();
            dave.ended();
            nothingIsLeft();
            alice.quit();
            dave.quit();
        }
    }

    @Test
    void whoIsNotThereDoesNotKeepTheOthersFromTalking() {
        try (Linphone alice = phone("alice", 440);
                Sipp.Running caller = inviting("alice", "bob").start()) {
            alice.talks();
            Await.until(
                    () -> "bob, who has no phone, is not awaited any more: " + server.ask("conference list"),
                    Duration.ofSeconds(10),
                    () -> server.counters().get("conference_participants") == 2);
            caller.allGood();
            alice.ended();
            nothingIsLeft();
            alice.quit();
        }
    }
}
