package io.switchboard.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.switchboard.sip.transport.Endpoint.Received;
import io.switchboard.sip.transport.TransportCounters.Counter;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Datagrams, RFC 3261 section 18, RFC 3581. */
class UdpTest {
    static void assumeLoopback(String host) throws IOException {
        boolean v6 = host.indexOf(':') >= 0;
        assumeTrue(
                !v6
                        || NetworkInterface.networkInterfaces()
                                .flatMap(NetworkInterface::inetAddresses)
                                .anyMatch(each -> each instanceof Inet6Address && each.isLoopbackAddress()),
                "this machine has no ::1");
    }

    @ParameterizedTest
    @CsvSource({"EPOLL,127.0.0.1", "EPOLL,::1", "NIO,127.0.0.1", "NIO,::1"})
    void messagesGoBothWays(NetworkIo io, String host) throws Exception {
        assumeLoopback(host);
        assumeTrue(io == NetworkIo.NIO || NetworkIo.best() == NetworkIo.EPOLL, "no epoll");
        try (Endpoint a = Endpoint.start(io, TransportLimits.USUAL, null, host, Protocol.UDP);
                Endpoint b = Endpoint.start(io, TransportLimits.USUAL, null, host, Protocol.UDP)) {
            a.send(Endpoint.options("UDP", "one", 10), a.hopTo(b, Protocol.UDP));
            Received there = b.next();
            InetSocketAddress source = a.address(Protocol.UDP);
            assertThat(there.flow().remote()).isEqualTo(source);
            assertThat(there.flow().local())
                    .isEqualTo(b.transports.listenPoints().get(0));
            assertThat(there.text()).contains(";rport=" + source.getPort()).contains(";received=");
            b.send(Endpoint.options("UDP", "two", 0), Hop.of(there.flow()));
            assertThat(a.next().text()).contains("Call-ID: two");
            assertThat(a.count(Counter.SENT)).isEqualTo(1);
            assertThat(a.count(Counter.RECEIVED)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"UDP", "TCP"})
    void theIpv6WildcardTakesIpv4AsIpv4(Protocol protocol) throws Exception {
        assumeLoopback("::1");
        try (Endpoint both = Endpoint.start("::", protocol);
                Endpoint four = Endpoint.start("127.0.0.1", protocol)) {
            InetSocketAddress target = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), both.address(protocol).getPort());
            four.send(Endpoint.options(protocol.name(), "1", 0), new Hop(protocol, target, "", null));
            Flow flow = both.next().flow();
            assertThat(flow.remote().getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
            both.send(Endpoint.options(protocol.name(), "2", 0), Hop.of(flow));
            assertThat(four.next().flow().remote()).isEqualTo(target);
        }
    }

    @ParameterizedTest
    @CsvSource({"EPOLL", "NIO"})
    void datagramsOfTheLargestSizePass(NetworkIo io) throws Exception {
        assumeTrue(io == NetworkIo.NIO || NetworkIo.best() == NetworkIo.EPOLL, "no epoll");
        try (Endpoint a = Endpoint.start(io, TransportLimits.USUAL, null, "127.0.0.1", Protocol.UDP)) {
            int body = 65507 - Endpoint.text("UDP", "big", 10000).length() + 10000;
            a.send(Endpoint.options("UDP", "big", body), a.hopTo(a, Protocol.UDP));
            assertThat(a.next().message().bodyLength()).isEqualTo(body);
        }
    }

    @Test
    void aDatagramThatIsTooLongIsReported() throws Exception {
        try (Endpoint a = Endpoint.start("127.0.0.1", Protocol.UDP)) {
            int body = 65508 - Endpoint.text("UDP", "big", 10000).length() + 10000;
            a.send(Endpoint.options("UDP", "big", body), a.hopTo(a, Protocol.UDP))
                    .get(Endpoint.SECONDS, TimeUnit.SECONDS);
            a.send(Endpoint.options("UDP", "small", 0), a.hopTo(a, Protocol.UDP));
            assertThat(a.next().text()).contains("small");
        }
    }

    @Test
    void aBurstWrittenInOneTurnArrivesWhole() throws Exception {
        try (Endpoint a = Endpoint.start("127.0.0.1", Protocol.UDP)) {
            a.lane.execute(() -> {
                for (int i = 0; i < 500; i++) {
                    a.transports.send(Endpoint.options("UDP", "n" + i, 0), a.hopTo(a, Protocol.UDP), null);
                }
            });
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < 500; i++) {
                ids.add(a.next().message().callId());
            }
            assertThat(ids).hasSize(500);
        }
    }

    @Test
    void keepAlivesAndStunAreSwallowedAndRubbishIsCounted() throws Exception {
        try (Endpoint a = Endpoint.start("127.0.0.1", Protocol.UDP);
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            byte[] stun = new byte[20];
            stun[1] = 1;
            stun[4] = 0x21;
            stun[5] = 0x12;
            stun[6] = (byte) 0xa4;
            stun[7] = 0x42;
            for (byte[] each : List.of(ascii("\r\n\r\n"), ascii("\0"), ascii(" "), new byte[0], stun)) {
                socket.send(new DatagramPacket(each, each.length, a.address(Protocol.UDP)));
            }
            byte[] rubbish = ascii("hello\r\n\r\n");
            socket.send(new DatagramPacket(rubbish, rubbish.length, a.address(Protocol.UDP)));
            byte[] good = ascii(Endpoint.text("UDP", "after", 0));
            socket.send(new DatagramPacket(good, good.length, a.address(Protocol.UDP)));
            assertThat(a.next().text()).contains("after");
            assertThat(a.count(Counter.KEEP_ALIVES)).isEqualTo(5);
            assertThat(a.count(Counter.MALFORMED)).isEqualTo(1);
            assertThat(a.count(Counter.RECEIVED)).isEqualTo(1);
        }
    }

    @Test
    void aHandlerThatThrowsDoesNotStopTheListener() throws Exception {
        EventLoopLane lane = EventLoopLane.start("sip-lane-0");
        try (Endpoint sender = Endpoint.start("127.0.0.1", Protocol.UDP)) {
            Transports transports = new Transports(
                    lane,
                    new TransportSettings(
                            List.of(ListenerSettings.of(Protocol.UDP, "127.0.0.1", 0)), TransportLimits.USUAL, null));
            transports.start(new MessageHandler() {
                @Override
                public void received(io.switchboard.sip.message.SipMessage message, Flow flow) {
                    throw new IllegalStateException("on purpose");
                }

                @Override
                public void closed(Flow flow) {}
            });
            Hop hop = new Hop(Protocol.UDP, transports.listenPoints().get(0).bound(), "", null);
            sender.send(Endpoint.options("UDP", "1", 0), hop);
            sender.send(Endpoint.options("UDP", "2", 0), hop);
            Endpoint.await("both failed", () -> transports.counters().get(Counter.HANDLER_FAILED) == 2);
            transports.stop().get(Endpoint.SECONDS, TimeUnit.SECONDS);
        } finally {
            lane.close();
        }
    }

    @Test
    void anAddressInUseIsNamedAndNothingStaysBound() throws Exception {
        try (Endpoint a = Endpoint.start("127.0.0.1", Protocol.UDP)) {
            int taken = a.address(Protocol.UDP).getPort();
            EventLoopLane lane = EventLoopLane.start("sip-lane-0");
            Transports second = new Transports(
                    lane,
                    new TransportSettings(
                            List.of(
                                    ListenerSettings.of(Protocol.TCP, "127.0.0.1", 0),
                                    ListenerSettings.of(Protocol.UDP, "127.0.0.1", taken)),
                            TransportLimits.USUAL,
                            null));
            assertThatThrownBy(() -> second.start(a))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("UDP 127.0.0.1 port " + taken)
                    .hasMessageContaining("in use");
            assertThat(second.listenPoints()).isEmpty();
            lane.close();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
