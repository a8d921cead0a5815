package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rooms that a factory makes, with real phones: their tones prove who hears whom. */
class LinphoneConferenceTest {
    private static final String FACTORY = "sip:meet@" + Setup.DOMAIN;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final Setup setup = new Setup()
            .account("alice", "1001")
            .account("bob", "1002")
            .account("carol", "1003")
            .account("dave", "1004")
            .account("carla", "1005", "conference_answer: redirect")
            .route("meet", "\"conference-factory:team\"")
            .route("3000", "\"conference:3000\"")
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
        return Linphone.start(folder, new Linphone.Setup(user, tone, "udp", account, FACTORY));
    }

    private void participants(int count) {
        Await.until(
                () -> count + " are in the room: " + server.ask("conference list"),
                Duration.ofSeconds(20),
                () -> server.ask("conference list").split("\"stage\":\"in\"", -1).length == count + 1);
    }

    private void nothingIsLeft() {
        new Scene(server, "udp").assertNoRoomLeft();
    }

    /**
     * The phone's "merge calls": its calls become a room of the server. Linphonec 5.1 asks twice for the call with which it
     * has the room made, and its like does not survive two REFERs at once; so that call is baresip's, and stays outside.
     */
    @Test
    void phoneMergesItsCallsIntoARoomOfTheServer() {
        merges("alice");
    }

    /** The same by 302, which linphonec follows. */
    @Test
    void phoneThatIsRedirectedMergesItsCallsToo() {
        merges("carla");
    }

    private void merges(String user) {
        try (Linphone alice = phone(user, 440);
                Linphone bob = phone("bob", 770);
                Linphone carol = phone("carol", 1320);
                Baresip dave = Baresip.start(folder, "dave", 990, setup.port(), "")) {
            alice.call("sip:dave@" + Setup.DOMAIN);
            alice.talks();
            alice.hold();
            alice.call("sip:bob@" + Setup.DOMAIN);
            bob.rings();
            bob.answer();
            alice.talks();
            alice.hold();
            alice.call("sip:carol@" + Setup.DOMAIN);
            carol.rings();
            carol.answer();
            alice.talks();
            alice.merge(1);
            alice.talks(); // with the room
            participants(1);
            assertThat(server.ask("conference list")).contains("\"name\":\"conf-", "\"moderator\":true");
            alice.merge(3);
            participants(2);
            alice.merge(2);
            participants(3);
            alice.hearsAmong(bob.tone(), carol.tone());
            bob.hearsAmong(alice.tone(), carol.tone());
            carol.hearsAmong(alice.tone(), bob.tone());
            dave.quit();
            alice.quit(); // hangs up, and the room ends with its moderator
            nothingIsLeft();
            bob.quit();
            carol.quit();
        }
    }

    @Test
    void baresipIsInTheSameRoomAsLinphone() {
        try (Linphone alice = phone("alice", 440);
                Linphone bob = phone("bob", 770);
                Baresip dave = Baresip.start(folder, "dave", 1320, setup.port(), "3000")) {
            dave.talks();
            alice.dial("3000");
            alice.talks();
            bob.dial("3000");
            bob.talks();
            participants(3);
            alice.hearsAmong(bob.tone(), dave.tone());
            bob.hearsAmong(alice.tone(), dave.tone());
            dave.hearsAmong(alice.tone(), bob.tone());
            dave.quit();
            alice.hears(bob.tone());
            alice.doesNotHear(dave.tone());
            alice.hangUp();
            bob.hangUp();
            nothingIsLeft();
            alice.quit();
            bob.quit();
        }
    }
}
