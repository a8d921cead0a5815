package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Linphone transfers Linphone to Linphone, and they hear each other. */
class LinphoneTransferTest {
    private static final Setup SETUP =
            new Setup().account("alice", "1001").account("bob", "1002").account("carol", "1003");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private SwitchboardServer server;

    @BeforeEach
    void start() {
        server = SwitchboardServer.start(folder, SETUP);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Linphone phone(String user, double tone) {
        Linphone.Registration account = new Linphone.Registration(
                Setup.DOMAIN, Setup.password(user), "127.0.0.1", SETUP.port(), Optional.empty());
        return Linphone.start(folder, new Linphone.Setup(user, tone, "udp", account));
    }

    @Test
    void transfereeAndTargetHearEachOther() {
        try (Linphone alice = phone("alice", 440);
                Linphone bob = phone("bob", 770);
                Linphone carol = phone("carol", 1100)) {
            alice.call("sip:bob@" + Setup.DOMAIN);
            bob.rings();
            bob.answer();
            alice.talks();
            bob.hears(alice.tone());
            alice.transfer("sip:carol@" + Setup.DOMAIN);
            assertThat(carol.rings()).contains("bob@" + Setup.DOMAIN);
            carol.answer();
            alice.ended();
            bob.hears(carol.tone());
            carol.hears(bob.tone());
            carol.hangUp();
            bob.ended();
            new Scene(server, "udp").assertNothingLeft();
            carol.quit();
            bob.quit();
            alice.quit();
        }
    }

    @Test
    void aTargetThatDeclinesLeavesTheOldCall() {
        try (Linphone alice = phone("alice", 440);
                Linphone bob = phone("bob", 770);
                Linphone carol = phone("carol", 1100)) {
            alice.call("sip:bob@" + Setup.DOMAIN);
            bob.rings();
            bob.answer();
            alice.talks();
            bob.hears(alice.tone());
            alice.transfer("sip:carol@" + Setup.DOMAIN);
            carol.rings();
            carol.decline();
            carol.ended();
            bob.hears(alice.tone());
            bob.hangUp();
            alice.ended();
            new Scene(server, "udp").assertNothingLeft();
            carol.quit();
            bob.quit();
            alice.quit();
        }
    }
}
