package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Linphones that are friends see each other come and go. */
class LinphonePresenceTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private static final Setup SETUP =
            new Setup().account("alice", "1001").account("bob", "1002").accountOf("carol", "1003", "watchers: []");

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

    private static Linphone.Setup setup(String user, String transport) {
        return new Linphone.Setup(
                user,
                440,
                transport,
                new Linphone.Registration(
                        Setup.DOMAIN, Setup.password(user), "127.0.0.1", SETUP.port(), Optional.empty()));
    }

    private static void publications(int expected) {
        Await.until(
                () -> "there should be " + expected + " publications: " + server.counters(),
                Duration.ofSeconds(10),
                () -> server.counters().get("publications") == expected);
    }

    /** 403 would make this Linphone, as all before 5.3, take its password for wrong. */
    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void whoMayNotWatchIsNotAskedForHisPassword(String transport) {
        try (Linphone bob = Linphone.startSocial(folder, setup("bob", transport), "carol")) {
            bob.logs("Subscription to \\[.*carol.*\\] rejected");
            Await.never("bob was asked for his password", Duration.ofSeconds(2), bob::asksForPassword);
            assertThat(server.counters().get("subscriptions")).isZero();
            bob.quit();
        }
        publications(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void friendIsSeenToComeAndToGo(String transport) {
        try (Linphone bob = Linphone.startSocial(folder, setup("bob", transport), "alice")) {
            bob.expect("Friend .*alice.* is Offline");
            publications(1);
            try (Linphone alice = Linphone.startSocial(folder, setup("alice", transport), "bob")) {
                bob.expect("Friend .*alice.* is Online");
                alice.expect("Friend .*bob.* is Online");
                publications(2);
                assertThat(server.counters().get("subscriptions")).isEqualTo(2);
                alice.quit();
            }
            bob.expect("Friend .*alice.* is Offline");
            // A phone that publishes nothing is there while it is registered.
            try (Linphone alice = Linphone.start(folder, setup("alice", transport))) {
                bob.expect("Friend .*alice.* is Online");
                alice.quit();
            }
            bob.expect("Friend .*alice.* is Offline");
            bob.quit();
        }
        publications(0);
        Await.until(
                () -> "something is left: " + server.counters(),
                Duration.ofSeconds(40),
                () -> server.counters().get("subscriptions") == 0
                        && server.counters().get("presentities") == 0);
    }
}
