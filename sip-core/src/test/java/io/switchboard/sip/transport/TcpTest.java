package io.switchboard.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.switchboard.sip.transport.Endpoint.Received;
import io.switchboard.sip.transport.TransportCounters.Counter;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections and their frames, RFC 3261 section 18, RFC 5626 section 3.5.1, RFC 5923. */
class TcpTest {
    @ParameterizedTest
    @CsvSource({"EPOLL,127.0.0.1", "EPOLL,::1", "NIO,127.0.0.1", "NIO,::1"})
    void oneConnectionServesBothWays(NetworkIo io, String host) throws Exception {
        UdpTest.assumeLoopback(host);
        assumeTrue(io == NetworkIo.NIO || NetworkIo.best() == NetworkIo.EPOLL, "no epoll");
        try (Endpoint a = Endpoint.start(io, TransportLimits.USUAL, null, host, Protocol.TCP);
                Endpoint b = Endpoint.start(io, TransportLimits.USUAL, null, host, Protocol.TCP)) {
            a.send(Endpoint.options("TCP", "1", 5), a.hopTo(b, Protocol.TCP));
            a.send(Endpoint.options("TCP", "2", 0), a.hopTo(b, Protocol.TCP));
            Received first = b.next();
            assertThat(b.next().text()).contains("Call-ID: 2");
            b.send(Endpoint.options("TCP", "3", 0), Hop.of(first.flow()));
            InetSocketAddress ephemeral = first.flow().remote();
            b.send(Endpoint.options("TCP", "4", 0), new Hop(Protocol.TCP, ephemeral, "", null));
            assertThat(a.next().text()).contains("Call-ID: 3");
            Received back = a.next();
            assertThat(back.text()).contains("Call-ID: 4");
            assertThat(back.flow().remote()).isEqualTo(b.address(Protocol.TCP));
            assertThat(back.flow().local())
                    .isEqualTo(a.transports.listenPoints().get(0));
            assertThat(b.count(Counter.CONNECTIONS_MADE)).isEqualTo(1);
            assertThat(a.count(Counter.CONNECTIONS_MADE)).isEqualTo(1);
        }
    }

    @Test
    void aResponseGoesToTheViaAddressOnceItsConnectionIsGone() throws Exception {
        try (Endpoint server = Endpoint.start("127.0.0.1", Protocol.TCP);
                Endpoint client = Endpoint.start("127.0.0.1", Protocol.TCP);
                Socket socket = connect(server)) {
            write(socket, Endpoint.text("TCP", "1", 0));
            Flow flow = server.next().flow();
            assertThat(flow.open()).isTrue();
            socket.close();
            assertThat(server.closed.poll(Endpoint.SECONDS, TimeUnit.SECONDS)).isSameAs(flow);
            assertThat(flow.open()).isFalse();
            server.send(Endpoint.options("TCP", "2", 0), new Hop(Protocol.TCP, client.address(Protocol.TCP), "", flow));
            assertThat(client.next().text()).contains("Call-ID: 2");
        }
    }

    @Test
    void framesAreFoundByteByByteAndPipelined() throws Exception {
        try (Endpoint server = Endpoint.start("127.0.0.1", Protocol.TCP);
                Socket socket = connect(server)) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            for (byte b : ascii(Endpoint.text("TCP", "slow", 20))) {
                out.write(b);
                out.flush();
            }
            assertThat(server.next().message().bodyLength()).isEqualTo(20);
            write(
                    socket,
                    Endpoint.text("TCP", "p1", 0) + Endpoint.text("TCP", "p2", 60000) + "\r\n"
                            + Endpoint.text("TCP", "p3", 3));
            assertThat(server.next().text()).contains("Call-ID: p1");
            assertThat(server.next().message().bodyLength()).isEqualTo(60000);
            assertThat(server.next().text()).contains("Call-ID: p3");
        }
    }

    /** They read into the same buffer. */
    @Test
    void messagesThatStopHalfwayKeepToTheirConnection() throws Exception {
        try (Endpoint server = Endpoint.start("127.0.0.1", Protocol.TCP);
                Socket one = connect(server);
                Socket two = connect(server);
                Socket three = connect(server)) {
            String a = Endpoint.text("TCP", "a", 900);
            String b = Endpoint.text("TCP", "b", 300).replace("x".repeat(300), "y".repeat(300));
            for (int i = 0; i < 20; i++) {
                int cut = 40 * i;
                write(one, a.substring(0, cut));
                write(two, b.substring(0, cut / 2));
                write(three, Endpoint.text("TCP", "c" + i, 10));
                assertThat(server.next().text()).contains("Call-ID: c" + i);
                write(one, a.substring(cut));
                assertThat(server.next().text()).endsWith(behindVia(a));
                write(two, b.substring(cut / 2));
                assertThat(server.next().text()).endsWith(behindVia(b));
            }
        }
    }

    private static String behindVia(String message) {
        return message.substring(message.indexOf("\r\nMax-Forwards"));
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // that the channel closes is seen by the peer
    void eachMessageThatWasToLeaveWithAClosedConnectionIsReported() throws Exception {
        try (Endpoint server = Endpoint.start("127.0.0.1", Protocol.TCP);
                Socket socket = connect(server)) {
            write(socket, Endpoint.text("TCP", "1", 0));
            StreamConnection connection = (StreamConnection) server.next().flow();
            CompletableFuture<Void> first = new CompletableFuture<>();
            CompletableFuture<Void> second = new CompletableFuture<>();
            server.lane.execute(() -> {
                server.transports.send(Endpoint.options("TCP", "2", 0), connection.hop(), () -> first.complete(null));
                server.transports.send(Endpoint.options("TCP", "3", 0), connection.hop(), null);
                server.transports.send(Endpoint.options("TCP", "4", 0), connection.hop(), () -> second.complete(null));
                connection.channel().close();
            });
            CompletableFuture.allOf(first, second).get(Endpoint.SECONDS, TimeUnit.SECONDS);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void pingsAreAnswered() throws Exception {
        try (Endpoint server = Endpoint.start("127.0.0.1", Protocol.TCP);
                Socket socket = connect(server)) {
            for (int i = 0; i < 3; i++) {
                write(socket, "\r\n\r\n");
                assertThat(socket.getInputStream().readNBytes(2)).isEqualTo(ascii("\r\n"));
            }
            write(socket, Endpoint.text("TCP", "1", 0));
            assertThat(server.next().text()).contains("Call-ID: 1");
        }
    }

    @Test
    void aLostFrameIsAnsweredAndTheConnectionClosed() throws Exception {
        try (Endpoint server = Endpoint.start("127.0.0.1", Protocol.TCP);
                Socket socket = connect(server)) {
            write(socket, Endpoint.text("TCP", "1", 0).replace("Content-Length: 0", "Content-Length: x"));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer)
                    .startsWith("SIP/2.0 400 ")
                    .contains("received=127.0.0.1")
                    .contains(";tag=");
            assertThat(server.count(Counter.MALFORMED)).isEqualTo(1);
            assertThat(server.received).isEmpty();
        }
    }

    @Test
    void aRefusedConnectionIsReportedForEachMessageThatWaited() throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        try (Endpoint a = Endpoint.start("127.0.0.1", Protocol.TCP)) {
            CompletableFuture<Hop> dead = new CompletableFuture<>();
            a.transports.onHopFailure(dead::complete);
            Hop hop = new Hop(Protocol.TCP, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "", null);
            CompletableFuture<Void> first = a.send(Endpoint.options("TCP", "1", 0), hop);
            CompletableFuture<Void> second = a.send(Endpoint.options("TCP", "2", 0), hop);
            CompletableFuture.allOf(first, second).get(Endpoint.SECONDS, TimeUnit.SECONDS);
            assertThat(dead.get(Endpoint.SECONDS, TimeUnit.SECONDS)).isEqualTo(hop);
            assertThat(a.closed).isEmpty();
        }
    }

    @Test
    void whatWaitsForAConnectionIsBoundedAndTheWaitToo() throws Exception {
        TransportLimits limits = new TransportLimits(10, 10, 60_000, 300, 10_000, 1, 1 << 16);
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket one = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket two = new Socket(full.getInetAddress(), full.getLocalPort());
                Endpoint a = Endpoint.start(limits, null, "127.0.0.1", Protocol.TCP)) {
            assertThat(one.isConnected() && two.isConnected()).isTrue();
            Hop hop = new Hop(
                    Protocol.TCP,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), full.getLocalPort()),
                    "",
                    null);
            CompletableFuture<Void> waits = a.send(Endpoint.options("TCP", "1", 0), hop);
            CompletableFuture<Boolean> waited =
                    a.send(Endpoint.options("TCP", "2", 0), hop).thenApply(refused -> !waits.isDone());
            assertThat(waited.get(Endpoint.SECONDS, TimeUnit.SECONDS)).isTrue();
            waits.get(Endpoint.SECONDS, TimeUnit.SECONDS);
            assertThat(a.count(Counter.CONNECT_FAILED)).isEqualTo(1);
        }
    }

    @Test
    void slowAndSilentPeersAreClosed() throws Exception {
        TransportLimits limits = new TransportLimits(10, 10, 60_000, 5_000, 200, 10, 1 << 16);
        try (Endpoint server = Endpoint.start(limits, null, "127.0.0.1", Protocol.TCP);
                Socket silent = connect(server);
                Socket slow = connect(server)) {
            write(slow, Endpoint.text("TCP", "1", 0) + "OPTIONS sip:");
            assertThat(server.next().text()).contains("Call-ID: 1");
            assertThat(slow.getInputStream().read()).isEqualTo(-1);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            Endpoint.await("both are counted", () -> server.count(Counter.TIMED_OUT) == 2);
            Endpoint.await("none is open", () -> server.count(Counter.CONNECTIONS_OPEN) == 0);
        }
    }

    @Test
    void anIdleConnectionIsClosed() throws Exception {
        TransportLimits limits = new TransportLimits(10, 10, 200, 5_000, 10_000, 10, 1 << 16);
        try (Endpoint server = Endpoint.start(limits, null, "127.0.0.1", Protocol.TCP);
                Socket socket = connect(server)) {
            write(socket, Endpoint.text("TCP", "1", 0));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(server.next().flow().open()).isFalse();
        }
    }

    @Test
    void connectionsPerSourceAreBounded() throws Exception {
        TransportLimits limits = new TransportLimits(10, 2, 60_000, 5_000, 10_000, 10, 1 << 16);
        try (Endpoint server = Endpoint.start(limits, null, "127.0.0.1", Protocol.TCP)) {
            Socket one = connect(server);
            Socket two = connect(server);
            write(one, Endpoint.text("TCP", "1", 0));
            write(two, Endpoint.text("TCP", "2", 0));
            server.next();
            server.next();
            try (Socket three = connect(server)) {
                assertThat(three.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(server.count(Counter.CONNECTIONS_REFUSED)).isEqualTo(1);
            one.close();
            assertThat(server.closed.poll(Endpoint.SECONDS, TimeUnit.SECONDS)).isNotNull();
            try (Socket four = connect(server)) {
                write(four, Endpoint.text("TCP", "4", 0));
                assertThat(server.next().text()).contains("Call-ID: 4");
            }
            two.close();
        }
    }

    @Test
    void aPeerThatDoesNotReadIsClosed() throws Exception {
        TransportLimits limits = new TransportLimits(10, 10, 60_000, 5_000, 300, 10, 1 << 16);
        try (Endpoint server = Endpoint.start(limits, null, "127.0.0.1", Protocol.TCP);
                Socket socket = connect(server)) {
            write(socket, Endpoint.text("TCP", "1", 0));
            Hop hop = Hop.of(server.next().flow());
            CompletableFuture<Void> full = new CompletableFuture<>();
            server.lane.execute(() -> {
                for (int i = 0; i < 1000; i++) {
                    server.transports.send(Endpoint.options("TCP", "n", 50_000), hop, () -> full.complete(null));
                }
            });
            full.get(Endpoint.SECONDS, TimeUnit.SECONDS);
            assertThat(server.closed.poll(Endpoint.SECONDS, TimeUnit.SECONDS)).isSameAs(hop.flow());
            assertThat(server.count(Counter.TIMED_OUT)).isEqualTo(1);
        }
    }

    @Test
    void whatWasWrittenIsSentBeforeTheStop() throws Exception {
        Endpoint server = Endpoint.start("127.0.0.1", Protocol.TCP);
        try (Socket socket = connect(server)) {
            write(socket, Endpoint.text("TCP", "1", 0));
            Hop hop = Hop.of(server.next().flow());
            server.lane.execute(() -> server.transports.send(Endpoint.options("TCP", "last", 30_000), hop, null));
            CompletableFuture<Void> stopped = server.transports.stop();
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(all).contains("Call-ID: last").endsWith("xxx");
            stopped.get(Endpoint.SECONDS, TimeUnit.SECONDS);
        } finally {
            server.close();
        }
    }

    static Socket connect(Endpoint server) throws Exception {
        InetSocketAddress address = server.transports.listenPoints().get(0).bound();
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(Endpoint.SECONDS));
        return socket;
    }

    static void write(Socket socket, String text) throws Exception {
        socket.getOutputStream().write(ascii(text));
        socket.getOutputStream().flush();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
