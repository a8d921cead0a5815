package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Linphone with Linphone over the server: who calls, holds and hangs up, and who hears whom. */
class LinphoneTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private static final Setup SETUP =
            new Setup().account("alice", "1001").account("bob", "1002").withTls();

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

    private static Linphone phone(String user, double tone, String transport) {
        boolean tls = transport.equals("tls");
        Linphone.Registration account = new Linphone.Registration(
                Setup.DOMAIN,
                Setup.password(user),
                tls ? "localhost" : "127.0.0.1",
                tls ? SETUP.tlsPort() : SETUP.port(),
                tls ? Optional.of(server.config().resolve("cert.pem")) : Optional.empty());
        return Linphone.start(folder, new Linphone.Setup(user, tone, transport, account));
    }

    private static void hearEachOther(Linphone one, Linphone other) {
        one.hears(other.tone());
        other.hears(one.tone());
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp", "tls"})
    void phonesTalkInBothDirections(String transport) {
        try (Linphone alice = phone("alice", 440, transport);
                Linphone bob = phone("bob", 770, transport)) {
            alice.call("sip:bob@" + Setup.DOMAIN);
            assertThat(bob.rings()).contains("alice@" + Setup.DOMAIN);
            bob.answer();
            alice.talks();
            hearEachOther(alice, bob);
            alice.hold();
            alice.doesNotHear(bob.tone());
            alice.resume();
            hearEachOther(alice, bob);
            alice.hangUp();
            bob.ended();

            bob.call("1001");
            assertThat(alice.rings()).contains("bob@" + Setup.DOMAIN);
            alice.answer();
            bob.talks();
            hearEachOther(bob, alice);
            alice.hangUp();
            bob.ended();

            alice.call("1002");
            bob.rings();
            bob.decline();
            assertThat(alice.ended()).containsIgnoringCase("declined");

            bob.call("sip:alice@" + Setup.DOMAIN);
            alice.rings();
            bob.hangUp();
            alice.ended();
            bob.quit();
            alice.quit();
        }
        new Scene(server, "udp").assertNothingLeft();
    }

    @Test
    void phonesOfDifferentTransportsTalk() {
        try (Linphone alice = phone("alice", 440, "tls");
                Linphone bob = phone("bob", 770, "udp")) {
            bob.call("sip:alice@" + Setup.DOMAIN);
            alice.rings();
            alice.answer();
            bob.talks();
            hearEachOther(alice, bob);
            bob.hangUp();
            alice.ended();
            bob.quit();
            alice.quit();
        }
    }

    /** Over UDP nobody has to register again: the binding is there, and so is the way to the phone. */
    @Test
    void registrationIsAliveAfterAKill() {
        try (Linphone alice = phone("alice", 440, "udp");
                Linphone bob = phone("bob", 770, "udp")) {
            server.kill();
            server.startAgain();
            alice.call("1002");
            bob.rings();
            bob.answer();
            alice.talks();
            hearEachOther(alice, bob);
            bob.hangUp();
            alice.ended();
            bob.quit();
            alice.quit();
        }
    }
}
