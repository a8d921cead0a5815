package io.switchboard.sip.transport.dns;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.netty.handler.codec.dns.DnsRecordType;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.transport.EventLoopLane;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.ListenPoint;
import io.switchboard.sip.transport.Protocol;
import io.switchboard.sip.transport.Wire;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3263, against a name server on loopback. */
class DnsResolverTest {
    private final NameServer names = new NameServer();
    private final EventLoopLane lane = EventLoopLane.start("sip-lane-0");
    private final List<ListenPoint> points = new ArrayList<>();
    private final DnsResolver resolver = new DnsResolver(
            lane, new Listeners(points), new DnsSettings(List.of(names.address()), 1_000), new Random(1));

    private record Listeners(List<ListenPoint> listenPoints) implements Wire {
        @Override
        public ListenPoint local(Hop hop) {
            return listenPoints.get(0);
        }

        @Override
        public void send(SipMessage message, Hop hop, @Nullable Runnable onFailure) {}
    }

    @AfterEach
    void close() throws Exception {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        lane.execute(() -> {
            resolver.close();
            closed.complete(null);
        });
        closed.get(10, TimeUnit.SECONDS);
        lane.close();
        names.close();
    }

    private void listen(String host, Protocol... protocols) {
        for (Protocol protocol : protocols) {
            InetSocketAddress bound = new InetSocketAddress(InetAddresses.forString(host), 5060);
            points.add(new ListenPoint(protocol, bound, "test:5060"));
        }
    }

    private List<String> hops(String uri, int size) throws Exception {
        List<String> texts = new ArrayList<>();
        for (Hop hop : resolve(uri, size)) {
            InetSocketAddress address = hop.address();
            texts.add(hop.protocol() + " " + InetAddresses.toUriString(address.getAddress()) + " " + address.getPort()
                    + (hop.serverName().isEmpty() ? "" : " " + hop.serverName()));
        }
        return texts;
    }

    private List<Hop> resolve(String uri, int size) throws Exception {
        CompletableFuture<List<Hop>> result = new CompletableFuture<>();
        lane.execute(() -> resolver.resolve(SipUri.parse(uri), size, hops -> {
            assertThat(lane.inLane()).isTrue();
            result.complete(hops);
        }));
        return result.get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:192.0.2.1,                        UDP 192.0.2.1 5060",
        "sip:192.0.2.1:5070,                   UDP 192.0.2.1 5070",
        "sip:[2001:db8::1]:5070,               UDP [2001:db8::1] 5070",
        "sip:192.0.2.1;transport=tcp,          TCP 192.0.2.1 5060",
        "sip:192.0.2.1;transport=TLS,          TLS 192.0.2.1 5061 192.0.2.1",
        "sips:192.0.2.1,                       TLS 192.0.2.1 5061 192.0.2.1",
        "sips:[2001:db8::1];transport=tcp,     TLS [2001:db8::1] 5061 2001:db8::1",
        "sips:192.0.2.1;transport=udp,",
        "sip:192.0.2.1;transport=sctp,",
        "sip:a@host.test;maddr=192.0.2.7,      UDP 192.0.2.7 5060",
    })
    void numericHostsNeedNoNameServer(String uri, @Nullable String expected) throws Exception {
        listen("0.0.0.0", Protocol.UDP, Protocol.TCP, Protocol.TLS);
        listen("::", Protocol.UDP, Protocol.TCP, Protocol.TLS);
        assertThat(hops(uri, 500)).isEqualTo(expected == null ? List.of() : List.of(expected));
        assertThat(names.asked).isEmpty();
    }

    @Test
    void theHostsFileIsHonoured() throws Exception {
        listen("127.0.0.1", Protocol.UDP);
        assertThat(hops("sip:a@localhost", 500)).containsExactly("UDP 127.0.0.1 5060");
        assertThat(names.asked).isEmpty();
    }

    @Test
    void whatWeDoNotListenOnIsLeftOut() throws Exception {
        listen("127.0.0.1", Protocol.TCP);
        assertThat(hops("sip:192.0.2.1", 500)).containsExactly("TCP 192.0.2.1 5060");
        assertThat(hops("sip:192.0.2.1;transport=udp", 500)).isEmpty();
        assertThat(hops("sips:192.0.2.1", 500)).isEmpty();
        assertThat(hops("sip:[2001:db8::1]", 500)).isEmpty();
    }

    /** RFC 3261 section 18.1.1. */
    @Test
    void largeRequestsTryTcpBeforeUdp() throws Exception {
        listen("0.0.0.0", Protocol.UDP, Protocol.TCP);
        assertThat(hops("sip:192.0.2.1", 1301)).containsExactly("TCP 192.0.2.1 5060", "UDP 192.0.2.1 5060");
        assertThat(hops("sip:192.0.2.1", 1300)).containsExactly("UDP 192.0.2.1 5060");
        assertThat(hops("sip:192.0.2.1;transport=udp", 1301)).containsExactly("UDP 192.0.2.1 5060");
    }

    @Test
    void aPortLeadsToTheAddressesOfBothFamilies() throws Exception {
        listen("0.0.0.0", Protocol.UDP);
        listen("::1", Protocol.UDP);
        names.address("host.test", "192.0.2.1", 60).address("host.test", "2001:db8::1", 60);
        assertThat(hops("sip:host.test:5080", 500))
                .containsExactlyInAnyOrder("UDP 192.0.2.1 5080", "UDP [2001:db8::1] 5080");
        assertThat(names.asked).noneMatch(each -> each.contains("SRV") || each.contains("NAPTR"));
    }

    @Test
    void naptrChoosesTheTransportAndSrvTheServers() throws Exception {
        listen("0.0.0.0", Protocol.UDP, Protocol.TCP, Protocol.TLS);
        names.naptr("example.test", 50, 50, "s", "SIP+D2T", "_sip._tcp.example.test")
                .naptr("example.test", 10, 20, "S", "sips+d2t", "_sips._tcp.example.test")
                .naptr("example.test", 90, 50, "s", "SIP+D2U", "_sip._udp.example.test")
                .naptr("example.test", 1, 1, "u", "E2U+sip", "")
                .srv("_sips._tcp.example.test", 1, 0, 5071, "a.example.test")
                .srv("_sip._tcp.example.test", 2, 0, 5062, "b.example.test")
                .srv("_sip._tcp.example.test", 1, 0, 5061, "a.example.test")
                .address("a.example.test", "192.0.2.1", 60)
                .address("b.example.test", "192.0.2.2", 60);
        assertThat(hops("sip:bob@example.test", 500))
                .containsExactly("TLS 192.0.2.1 5071 example.test", "TCP 192.0.2.1 5061", "TCP 192.0.2.2 5062");
        assertThat(hops("sips:bob@example.test", 500)).containsExactly("TLS 192.0.2.1 5071 example.test");
    }

    @Test
    void withoutNaptrEachTransportIsAskedForBySrv() throws Exception {
        listen("0.0.0.0", Protocol.UDP, Protocol.TCP);
        names.srv("_sip._udp.example.test", 1, 0, 5070, "a.example.test")
                .srv("_sip._tcp.example.test", 1, 0, 5071, "a.example.test")
                .address("a.example.test", "192.0.2.1", 60);
        assertThat(hops("sip:example.test", 500)).containsExactly("UDP 192.0.2.1 5070", "TCP 192.0.2.1 5071");
        assertThat(hops("sip:example.test;transport=tcp", 500)).containsExactly("TCP 192.0.2.1 5071");
    }

    @Test
    void withoutSrvTheAddressAndTheUsualPortAreTaken() throws Exception {
        listen("0.0.0.0", Protocol.UDP, Protocol.TLS);
        names.address("plain.test", "192.0.2.3", 60);
        assertThat(hops("sip:plain.test", 500)).containsExactly("UDP 192.0.2.3 5060");
        assertThat(hops("sips:plain.test", 500)).containsExactly("TLS 192.0.2.3 5061 plain.test");
        assertThat(hops("sip:nowhere.test", 500)).isEmpty();
    }

    @Test
    void theRootAsTargetMeansThatThereIsNoService() throws Exception {
        listen("0.0.0.0", Protocol.UDP);
        names.srv("_sip._udp.none.test", 0, 0, 0, "").address("none.test", "192.0.2.3", 60);
        assertThat(hops("sip:none.test", 500)).isEmpty();
    }

    @Test
    void brokenRecordsAreLeftOut() throws Exception {
        listen("0.0.0.0", Protocol.UDP);
        names.broken("bad.test", DnsRecordType.NAPTR)
                .broken("_sip._udp.bad.test", DnsRecordType.SRV)
                .srv("_sip._udp.bad.test", 1, 0, 5070, "a.bad.test")
                .address("a.bad.test", "192.0.2.4", 60);
        assertThat(hops("sip:bad.test", 500)).containsExactly("UDP 192.0.2.4 5070");
    }

    @Test
    void answersAreAskedForOnceWhileTheyLiveEvenNegativeOnes() throws Exception {
        listen("0.0.0.0", Protocol.UDP);
        names.srv("_sip._udp.example.test", 1, 0, 5070, "a.example.test").address("a.example.test", "192.0.2.1", 60);
        assertThat(hops("sip:example.test", 500)).hasSize(1);
        assertThat(hops("sip:missing.test", 500)).isEmpty();
        int asked = names.asked.size();
        assertThat(hops("sip:example.test", 500)).hasSize(1);
        assertThat(hops("sip:missing.test", 500)).isEmpty();
        assertThat(names.asked).hasSize(asked);
    }

    @Test
    void anAnswerWithoutLifetimeIsAskedForAgain() throws Exception {
        listen("0.0.0.0", Protocol.UDP);
        names.srv("_sip._udp.short.test", 1, 0, 5070, "a.short.test", 0).address("a.short.test", "192.0.2.1", 60);
        hops("sip:short.test", 500);
        hops("sip:short.test", 500);
        assertThat(names.asked).filteredOn("SRV _sip._udp.short.test"::equals).hasSize(2);
        assertThat(names.asked).filteredOn("A a.short.test"::equals).hasSize(1);
    }

    /** RFC 3263 section 4.3. */
    @Test
    void aHopThatFailedIsTriedLast() throws Exception {
        listen("0.0.0.0", Protocol.UDP);
        names.srv("_sip._udp.example.test", 1, 0, 5070, "a.example.test")
                .srv("_sip._udp.example.test", 2, 0, 5071, "a.example.test")
                .address("a.example.test", "192.0.2.1", 60);
        List<Hop> before = resolve("sip:example.test", 500);
        lane.execute(() -> resolver.failed(before.get(0)));
        assertThat(resolve("sip:example.test", 500)).containsExactly(before.get(1), before.get(0));
    }

    @Test
    void aNameThatCannotBeOneHasNoServers() throws Exception {
        listen("0.0.0.0", Protocol.UDP);
        assertThat(hops("sip:" + "a".repeat(70) + ".test", 500)).isEmpty();
    }

    @Test
    void aSilentNameServerEndsInAnEmptyAnswer() throws Exception {
        listen("0.0.0.0", Protocol.UDP);
        CompletableFuture<List<Hop>> result = new CompletableFuture<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) silent.getLocalSocketAddress();
            DnsResolver deaf =
                    new DnsResolver(lane, new Listeners(points), new DnsSettings(List.of(address), 100), new Random(1));
            lane.execute(() -> deaf.resolve(SipUri.parse("sip:example.test"), 500, result::complete));
            assertThat(result.get(20, TimeUnit.SECONDS)).isEmpty();
            lane.execute(() -> {
                deaf.close();
                closed.complete(null);
            });
            closed.get(10, TimeUnit.SECONDS);
        }
    }
}
