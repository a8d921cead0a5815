package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A carrier that asks who calls (RFC 3261 §22.2 and §22.3, RFC 8760). */
class CarrierLoginTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private SwitchboardServer server;

    @SuppressWarnings("NullAway.Init")
    private SipPeer pbx;

    @SuppressWarnings("NullAway.Init")
    private SipPeer carrier;

    @SuppressWarnings("NullAway.Init")
    private Conversation caller;

    @BeforeEach
    void start() {
        int port = Ports.free();
        server = SwitchboardServer.start(
                folder,
                new Setup()
                        .trunkOf(
                                "carrier",
                                "uri: \"sip:127.0.0.1:" + port
                                        + "\", username: us, password: \"s3cret\", realm: carrier.test")
                        .route("2000", "\"trunk:carrier\""));
        pbx = SipPeer.udp(Setup.PBX, server.port());
        carrier = SipPeer.udp("127.0.0.1", port, server.port());
        caller = Conversation.fromPbx(pbx, "2000").invite("");
    }

    @AfterEach
    void stop() {
        try {
            new Scene(server, "udp").assertNothingLeft();
        } finally {
            pbx.close();
            carrier.close();
            server.close();
        }
    }

    private void challenge(Message invite, int status, String realm, String algorithm) {
        String header = status == 401 ? "WWW-Authenticate" : "Proxy-Authenticate";
        carrier.respond(
                invite,
                status + " Who Are You",
                "asking",
                header + ": Digest realm=\"" + realm + "\", nonce=\"" + SipClient.branch() + "\", algorithm="
                        + algorithm + ", qop=\"auth\"\r\n",
                "");
        carrier.expect("ACK ");
    }

    @ParameterizedTest
    @CsvSource({"401, MD5", "407, MD5", "401, SHA-256", "407, SHA-256"})
    void isAnsweredWithTheTrunksLogin(int status, String algorithm) {
        Message invite = carrier.expect("INVITE ");
        challenge(invite, status, "carrier.test", algorithm);
        Message again = carrier.expect("INVITE ");
        String credentials = again.header(status == 401 ? "Authorization" : "Proxy-Authorization");
        assertThat(Digest.parameter(credentials, "username")).isEqualTo("us");
        assertThat(Digest.proves(credentials, "s3cret", "INVITE"))
                .as(credentials)
                .isTrue();
        assertThat(again.header("CSeq")).isNotEqualTo(invite.header("CSeq"));
        Conversation callee = Conversation.of(carrier, again);
        caller.joined(callee, again);
        caller.request("BYE");
        callee.hungUp();
        assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
    }

    /** Nobody else gets a hash of the password; and a challenge that the caller cannot answer is not passed on. */
    @Test
    void isNotAnsweredForAnotherRealm() {
        challenge(carrier.expect("INVITE "), 407, "phishing.test", "MD5");
        Message refusal = caller.finalOf("INVITE");
        assertThat(refusal.status()).isEqualTo(502);
        caller.ackRefusal(refusal);
        assertThat(carrier.receive(Duration.ofMillis(200))).isNull();
    }

    @Test
    void isAnsweredTwiceAtMost() {
        for (int i = 0; i < 3; i++) {
            challenge(carrier.expect("INVITE "), 407, "carrier.test", "MD5");
        }
        Message refusal = caller.finalOf("INVITE");
        assertThat(refusal.status()).isEqualTo(502);
        caller.ackRefusal(refusal);
        assertThat(carrier.receive(Duration.ofMillis(200))).isNull();
    }
}
