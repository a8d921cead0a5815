package io.switchboard.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchboard.sip.transport.Endpoint.Received;
import io.switchboard.sip.transport.TransportCounters.Counter;
import io.switchboard.sip.transport.tls.TlsSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS connections, RFC 3261 section 26.3, RFC 5922, RFC 5923. */
class TlsTest {
    private static final String LOCAL = "dns:localhost,ip:127.0.0.1,ip:::1";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @BeforeAll
    static void makeCertificates() throws Exception {
        TestCertificates.make(folder, "server", LOCAL);
        TestCertificates.make(folder, "other", LOCAL);
        TestCertificates.make(folder, "phone", "dns:Phone.Example");
    }

    private static Endpoint start(TlsSettings settings, String host) throws IOException {
        return Endpoint.start(TransportLimits.USUAL, settings, host, Protocol.TLS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void bothEndsKnowEachOtherByTheirCertificates(String host) throws Exception {
        UdpTest.assumeLoopback(host);
        try (Endpoint server = start(TestCertificates.settings(folder, "server", "phone", true), host);
                Endpoint phone = start(TestCertificates.settings(folder, "phone", "server", false), host)) {
            phone.send(Endpoint.options("TLS", "1", 40_000), phone.hopTo(server, Protocol.TLS));
            phone.send(Endpoint.options("TLS", "2", 0), phone.hopTo(server, Protocol.TLS));
            Received first = server.next();
            assertThat(first.message().bodyLength()).isEqualTo(40_000);
            assertThat(first.flow().peerName()).isEqualTo("phone.example");
            assertThat(server.next().flow()).isSameAs(first.flow());
            server.send(Endpoint.options("TLS", "3", 0), Hop.of(first.flow()));
            Received back = phone.next();
            assertThat(back.text()).contains("Call-ID: 3");
            assertThat(back.flow().peerName()).isEqualTo("localhost");
            assertThat(server.count(Counter.CONNECTIONS_MADE)).isEqualTo(1);
        }
    }

    @Test
    void aClientWithoutCertificateHasNoName() throws Exception {
        try (Endpoint server = start(TestCertificates.settings(folder, "server", "phone", false), "127.0.0.1");
                Endpoint phone = start(TestCertificates.settings(folder, "phone", "server", false), "127.0.0.1")) {
            phone.send(Endpoint.options("TLS", "1", 0), phone.hopTo(server, Protocol.TLS));
            assertThat(server.next().flow().peerName()).isEmpty();
        }
    }

    @Test
    void aClientWhoseCertificateIsNotTrustedIsRefused() throws Exception {
        Path forger = Files.createDirectory(folder.resolve("forger"));
        TestCertificates.make(forger, "phone", "dns:phone.example");
        Files.copy(folder.resolve("server.crt"), forger.resolve("server.crt"));
        try (Endpoint server = start(TestCertificates.settings(folder, "server", "phone", true), "127.0.0.1");
                Endpoint stranger = start(TestCertificates.settings(forger, "phone", "server", false), "127.0.0.1")) {
            stranger.send(Endpoint.options("TLS", "1", 0), stranger.hopTo(server, Protocol.TLS));
            Endpoint.await("refused", () -> server.count(Counter.HANDSHAKE_FAILED) == 1);
            assertThat(server.received).isEmpty();
        }
    }

    @Test
    void aServerOfAnotherNameOrOfNoTrustIsRefused() throws Exception {
        try (Endpoint server = start(TestCertificates.settings(folder, "server", "phone", false), "127.0.0.1");
                Endpoint phone = start(TestCertificates.settings(folder, "phone", "server", false), "127.0.0.1");
                Endpoint doubter = start(TestCertificates.settings(folder, "phone", "other", false), "127.0.0.1")) {
            InetSocketAddress address = server.address(Protocol.TLS);
            CompletableFuture<Hop> dead = new CompletableFuture<>();
            phone.transports.onHopFailure(dead::complete);
            phone.send(Endpoint.options("TLS", "1", 0), new Hop(Protocol.TLS, address, "elsewhere.example", null))
                    .get(Endpoint.SECONDS, TimeUnit.SECONDS);
            assertThat(dead.get(Endpoint.SECONDS, TimeUnit.SECONDS).serverName())
                    .isEqualTo("elsewhere.example");
            phone.send(Endpoint.options("TLS", "2", 0), new Hop(Protocol.TLS, address, "", null))
                    .get(Endpoint.SECONDS, TimeUnit.SECONDS);
            doubter.send(Endpoint.options("TLS", "3", 0), doubter.hopTo(server, Protocol.TLS))
                    .get(Endpoint.SECONDS, TimeUnit.SECONDS);
            phone.send(Endpoint.options("TLS", "4", 0), new Hop(Protocol.TLS, address, "127.0.0.1", null));
            assertThat(server.next().text()).contains("Call-ID: 4");
            assertThat(server.received).isEmpty();
        }
    }

    @Test
    void anAcceptedConnectionIsNotTakenForItsAddressAlone() throws Exception {
        try (Endpoint server = start(TestCertificates.settings(folder, "server", "phone", true), "127.0.0.1");
                Endpoint phone = start(TestCertificates.settings(folder, "phone", "server", false), "127.0.0.1")) {
            phone.send(Endpoint.options("TLS", "1", 0), phone.hopTo(server, Protocol.TLS));
            Flow flow = server.next().flow();
            Hop byAddress = new Hop(Protocol.TLS, flow.remote(), "phone.example", null);
            server.send(Endpoint.options("TLS", "2", 0), byAddress).get(Endpoint.SECONDS, TimeUnit.SECONDS);
            assertThat(server.count(Counter.CONNECT_FAILED)).isEqualTo(1);
            assertThat(flow.open()).isTrue();
        }
    }

    @Test
    void certificatesAreReloadedForNewConnectionsOnly() throws Exception {
        TestCertificates.make(folder, "before", LOCAL);
        TestCertificates.make(folder, "after", LOCAL);
        Files.copy(folder.resolve("before.crt"), folder.resolve("live.crt"));
        Files.copy(folder.resolve("before.key"), folder.resolve("live.key"));
        try (Endpoint server = start(TestCertificates.settings(folder, "live", "phone", false), "127.0.0.1");
                Endpoint early = start(TestCertificates.settings(folder, "phone", "before", false), "127.0.0.1");
                Endpoint late = start(TestCertificates.settings(folder, "phone", "after", false), "127.0.0.1")) {
            early.send(Endpoint.options("TLS", "1", 0), early.hopTo(server, Protocol.TLS));
            Flow flow = server.next().flow();
            Files.writeString(folder.resolve("live.crt"), "rubbish");
            assertThatThrownBy(server.transports::reload)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("live.crt");
            TestCertificates.replace(folder, "live", "after");
            server.transports.reload();
            late.send(Endpoint.options("TLS", "2", 0), late.hopTo(server, Protocol.TLS));
            assertThat(server.next().text()).contains("Call-ID: 2");
            early.send(Endpoint.options("TLS", "3", 0), early.hopTo(server, Protocol.TLS));
            assertThat(server.next().flow()).isSameAs(flow);
        }
    }

    @Test
    void aHandshakeThatDoesNotComeIsCutOff() throws Exception {
        TransportLimits limits = new TransportLimits(10, 10, 60_000, 5_000, 200, 10, 1 << 16);
        TlsSettings tls = TestCertificates.settings(folder, "server", "phone", false);
        try (Endpoint server = Endpoint.start(limits, tls, "127.0.0.1", Protocol.TLS);
                Socket socket = TcpTest.connect(server)) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(server.closed).isEmpty();
        }
    }

    @Test
    void aTlsListenerNeedsACertificate() {
        assertThatThrownBy(() -> new TransportSettings(
                        List.of(ListenerSettings.of(Protocol.TLS, "127.0.0.1", 0)), TransportLimits.USUAL, null))
                .hasMessageContaining("certificate");
    }
}
