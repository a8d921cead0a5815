package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what: registrations, digest, identity, strangers. */
class AccessTest {
    private static final String BOB = "sip:1002@" + Setup.DOMAIN;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static SwitchboardServer server;

    @BeforeAll
    static void start() {
        server = SwitchboardServer.start(
                folder, new Setup().account("alice", "1001").account("bob", "1002"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String contact(SipClient client, int expires) {
        return "Contact: <sip:alice@127.0.0.1:" + client.localPort() + ">;expires=" + expires + "\r\n";
    }

    /** RFC 7616 and RFC 8760: both algorithms are offered, the stronger first. */
    @ParameterizedTest
    @CsvSource({"udp, MD5", "udp, SHA-256", "tcp, MD5", "tcp, SHA-256"})
    void phoneRegistersAndLeaves(String transport, String algorithm) {
        try (SipClient alice = SipClient.connect(transport, server.port())) {
            Message there = alice.register("alice", Setup.password("alice"), algorithm, contact(alice, 600));
            assertThat(there.status()).as("%s", there).isEqualTo(200);
            assertThat(there.all("Contact"))
                    .anyMatch(c -> c.contains("sip:alice@127.0.0.1:" + alice.localPort()) && c.contains("expires="));
            Message gone = alice.register("alice", Setup.password("alice"), algorithm, contact(alice, 0));
            assertThat(gone.status()).isEqualTo(200);
            assertThat(gone.all("Contact")).noneMatch(c -> c.contains(":" + alice.localPort()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void wrongPasswordIsRefused(String transport) {
        try (SipClient alice = SipClient.connect(transport, server.port())) {
            assertThat(alice.register("alice", "guessed", "SHA-256", contact(alice, 600))
                            .status())
                    .isIn(401, 403);
            assertThat(alice.authenticated(
                                    "INVITE",
                                    BOB,
                                    "alice",
                                    "alice",
                                    "guessed",
                                    "SHA-256",
                                    "1002@" + Setup.DOMAIN,
                                    contact(alice, 60))
                            .status())
                    .isIn(407, 403);
        }
    }

    /** The answers to a known and to an unknown user are the same, and so is their form. */
    @ParameterizedTest
    @CsvSource({"alice", "nobody"})
    void challengeTellsNothing(String user) {
        try (SipClient stranger = SipClient.connect("udp", server.port())) {
            Message answer = stranger.register(user, "guessed", "SHA-256", contact(stranger, 60));
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.all("WWW-Authenticate").stream()
                            .map(c -> Digest.parameter(c, "algorithm"))
                            .toList())
                    .isEqualTo(List.of("SHA-256", "MD5"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void forgedFromIsRefused(String transport) {
        try (SipClient alice = SipClient.connect(transport, server.port())) {
            Message answer = alice.authenticated(
                    "INVITE",
                    BOB,
                    "bob",
                    "alice",
                    Setup.password("alice"),
                    "SHA-256",
                    "1002@" + Setup.DOMAIN,
                    contact(alice, 60));
            assertThat(answer.status()).as("%s", answer).isEqualTo(403);
        }
    }

    /** Bindings are changed by their owner alone. */
    @Test
    void nobodyRegistersForAnother() {
        try (SipClient alice = SipClient.connect("udp", server.port())) {
            Message answer = alice.authenticated(
                    "REGISTER",
                    "sip:" + Setup.DOMAIN,
                    "bob",
                    "alice",
                    Setup.password("alice"),
                    "SHA-256",
                    "bob@" + Setup.DOMAIN,
                    contact(alice, 60));
            assertThat(answer.status()).as("%s", answer).isEqualTo(403);
        }
    }

    /** RFC 3261 §10.3: too brief. */
    @Test
    void shortRegistrationIsRefusedWithTheLeastTime() {
        try (SipClient alice = SipClient.connect("udp", server.port())) {
            Message answer = alice.register("alice", Setup.password("alice"), "MD5", contact(alice, 5));
            assertThat(answer.status()).isEqualTo(423);
            assertThat(answer.header("Min-Expires")).isEqualTo("60");
        }
    }

    /** No relay: neither for strangers nor to domains of others. */
    @ParameterizedTest
    @CsvSource({
        "udp, INVITE, sip:1002@example.test, 407",
        "tcp, INVITE, sip:1002@example.test, 407",
        "udp, INVITE, sip:victim@other.test, 407",
        "udp, MESSAGE, sip:1002@example.test, 407",
        "udp, SUBSCRIBE, sip:1002@example.test, 407",
        "udp, BYE, sip:1002@example.test, 481",
        "udp, FANCY, sip:1002@example.test, 501",
    })
    void strangersGetNothing(String transport, String method, String uri, int status) {
        try (SipClient stranger = SipClient.connect(transport, server.port())) {
            stranger.send(method + " " + uri + " SIP/2.0\r\n" + stranger.hopHeaders(SipClient.branch())
                    + "From: <sip:eve@other.test>;tag=1\r\nTo: <" + uri + ">\r\nCall-ID: " + SipClient.branch()
                    + "\r\nCSeq: 1 " + method + "\r\nContact: <sip:eve@127.0.0.1:" + stranger.localPort()
                    + ">\r\nContent-Length: 0\r\n\r\n");
            assertThat(stranger.receiveFinal().status()).isEqualTo(status);
        }
    }

    @Test
    void knownUsersDoNotReachOtherDomains() {
        try (SipClient alice = SipClient.connect("udp", server.port())) {
            Message answer = alice.authenticated(
                    "INVITE",
                    "sip:victim@other.test",
                    "alice",
                    "alice",
                    Setup.password("alice"),
                    "MD5",
                    "victim@other.test",
                    contact(alice, 60));
            assertThat(answer.status()).as("%s", answer).isIn(403, 404);
        }
    }
}
