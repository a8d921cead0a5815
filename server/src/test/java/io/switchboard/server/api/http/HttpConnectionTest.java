package io.switchboard.server.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections end, in front of a server that serves one at a time. */
class HttpConnectionTest {
    private static final HttpLimits LIMITS =
            new HttpLimits(1, 1_024, 4_096, 2_048, 4, Duration.ofSeconds(1), Duration.ofSeconds(1), 1_024);
    /** More than the system keeps for a client that does not read. */
    private static final String LARGE = "x".repeat(16_000_000);

    private static final int SOME = 500_000;
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final AtomicInteger asked = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), LIMITS, request -> {
            asked.incrementAndGet();
            return new Response.Whole(
                    200,
                    "text/plain",
                    switch (request.path().get(0)) {
                        case "large" -> LARGE;
                        case "some" -> LARGE.substring(0, SOME);
                        default -> "small";
                    },
                    Map.of());
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Socket client() throws IOException {
        return client(4_096);
    }

    /** @param window bytes that the system receives before the test reads */
    private Socket client(int window) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(window);
        socket.setSoTimeout(10_000);
        socket.connect(server.address());
        return socket;
    }

    private static void send(Socket client, String path, String headers) throws IOException {
        client.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static String all(Socket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    /** Waits until somebody else is served. */
    private void anotherIsServed() throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < end) {
            try (Socket next = client()) {
                send(next, "/small", "Connection: close\r\n");
                if (all(next).endsWith("small")) {
                    return;
                }
            } catch (IOException e) {
                assertThat(e).isNotNull(); // refused: the other one is still there
            }
        }
        throw new AssertionError("a client that does not go keeps its connection");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection: close\r\n", ""})
    void clientThatDoesNotReadKeepsNoConnection(String headers) throws IOException {
        try (Socket lazy = client()) {
            send(lazy, "/large", headers);
            lazy.getInputStream().read();
            anotherIsServed();
        }
    }

    @Test
    void clientThatDoesNotReadIsNotServedFurther() throws IOException {
        try (Socket lazy = client()) {
            send(lazy, "/large", "");
            for (int i = 0; i < 5; i++) {
                send(lazy, "/large", "");
            }
            anotherIsServed();
            assertThat(asked.get()).as("one of the lazy, one of the other").isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /small HTTP/1.1\r\nConnection: close\r\n\r\n", "nonsense\r\n\r\n"})
    void clientThatNeverClosesKeepsNoConnection(String request) throws IOException {
        try (Socket staying = client()) {
            staying.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(all(staying)).startsWith("HTTP/1.1 ").contains("connection: close");
            anotherIsServed();
        }
    }

    /** What a client still sends after its last request does not cost it the answer. */
    @Test
    void lastAnswerIsReadToItsEnd() throws IOException {
        try (Socket client = client(65_536)) {
            send(client, "/some", "Connection: close\r\n");
            InputStream in = client.getInputStream();
            assertThat(in.read()).isEqualTo('H');
            send(client, "/small", "");
            client.shutdownOutput();
            assertThat(all(client)).hasSizeGreaterThan(SOME);
        }
        anotherIsServed();
        assertThat(asked.get()).isEqualTo(2);
    }
}
