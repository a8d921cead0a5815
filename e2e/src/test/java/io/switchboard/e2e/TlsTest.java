package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates: those that the server shows, and those that tell a trunk. */
class TlsTest {
    private final int tls = Ports.free();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path config;

    @SuppressWarnings("NullAway.Init")
    private SwitchboardServer server;

    @BeforeEach
    void start() throws IOException {
        config = Files.createDirectories(folder.resolve("config"));
        Certificates.make(config);
        for (String name : new String[] {"carrier.test", "other.test"}) {
            Certificates.make(config, name);
        }
        Files.writeString(
                config.resolve("trust.pem"),
                Files.readString(config.resolve("carrier.test-cert.pem"))
                        + Files.readString(config.resolve("other.test-cert.pem")));
        server = SwitchboardServer.start(
                folder,
                new Setup()
                        .account("bob", "1002")
                        .listener("transport: tls, address: \"127.0.0.1:" + tls
                                + "\", certificate: cert.pem, key: key.pem, trust: trust.pem")
                        .trunkOf(
                                "carrier",
                                "uri: \"sip:carrier.test;transport=tls\", tls_names: [carrier.test],"
                                        + " numbers_in: dialled, reaches_users: true"));
    }

    @AfterEach
    void stop() {
        try {
            new Scene(server, "tls").assertNothingLeft();
        } finally {
            server.close();
        }
    }

    /** RFC 5922 §7: who shows a certificate of that name is that trunk, all others are strangers. */
    @ParameterizedTest
    @CsvSource({"carrier.test, 480", "other.test, 407", "'', 407"})
    void aTrunkIsKnownByTheNameInItsCertificate(String name, int status) throws IOException {
        try (SipPeer peer = SipPeer.over(Certificates.connect(tls, config, name), "TLS")) {
            Conversation caller = Conversation.from(peer, "sip:4711@carrier.test", "sip:1002@" + Setup.DOMAIN);
            Message refusal = caller.invite("").finalOf("INVITE");
            caller.ackRefusal(refusal);
            assertThat(refusal.status()).isEqualTo(status);
        }
    }

    /** A certificate is renewed while calls run. */
    @Test
    void newConnectionsSeeTheNewCertificate() throws IOException {
        SSLSocket first = Certificates.connect(tls, config, "carrier.test");
        try (SipPeer carrier = SipPeer.over(first, "TLS");
                SipPeer bob = SipPeer.udp("127.0.0.1", server.port())) {
            Registering.register(bob, "bob");
            Conversation caller = Conversation.from(carrier, "sip:4711@carrier.test", "sip:1002@" + Setup.DOMAIN)
                    .invite("");
            Message invite = bob.expect("INVITE ");
            Conversation callee = Conversation.of(bob, invite);
            caller.joined(callee, invite);
            Certificates.make(config);
            server.reload();
            try (SSLSocket second = Certificates.connect(tls, config, "")) {
                assertThat(serial(second)).isNotEqualTo(serial(first));
            }
            caller.request("BYE");
            callee.hungUp();
            assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
        }
    }

    /** What cannot be read is not put into service. */
    @Test
    void aBrokenCertificateLeavesTheOldOneInService() throws IOException {
        SSLSocket before = Certificates.connect(tls, config, "");
        Files.writeString(config.resolve("cert.pem"), "no certificate\n");
        String said = SwitchboardServer.command(
                folder, "reload", "--data", server.data().toString());
        assertThat(said).doesNotStartWith("0\n");
        try (before;
                SSLSocket after = Certificates.connect(tls, config, "")) {
            assertThat(serial(after)).isEqualTo(serial(before));
        }
    }

    private static java.math.BigInteger serial(SSLSocket socket) throws IOException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
    }
}
