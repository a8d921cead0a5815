package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups of trunks: the next one is tried when one fails. */
class TrunkTest {
    private static final int FIRST = Ports.free();
    private static final int SECOND = Ports.free();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static SwitchboardServer server;

    @BeforeAll
    static void start() {
        server = SwitchboardServer.start(
                folder,
                new Setup()
                        .trunk("first-udp", FIRST, "udp")
                        .trunk("second-tcp", SECOND, "tcp")
                        .group("first", "members: [first-udp], attempt_timeout: 2s")
                        .route("3000", "[\"group:first\", \"trunk:second-tcp\"]")
                        .route("3001", "[\"trunk:second-tcp\", \"trunk:first-udp\"]"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A refused attempt is followed by one with a Call-ID of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"503 Service Unavailable", "500 Server Internal Error"})
    void refusedCallGoesToTheNextTrunk(String status) {
        Scene scene = new Scene(server, "udp");
        try (Sipp.Running first = Sipp.scenario("callee-refuses")
                        .port(FIRST)
                        .fill("status", status)
                        .start();
                Sipp.Running second =
                        Sipp.scenario("callee").port(SECOND).over("tcp").start()) {
            scene.caller("caller", "3000").run().allGood(1);
            first.allGood();
            second.allGood();
            assertThat(callIds(first)).hasSize(1).doesNotContainAnyElementsOf(callIds(second));
            assertThat(callIds(second)).hasSize(1);
        }
        scene.assertNothingLeft();
    }

    /** Nobody listens at the first one. */
    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void deadTrunkIsPassedOver(String transport) {
        Scene scene = new Scene(server, transport);
        boolean udpIsDead = transport.equals("tcp");
        try (Sipp.Running alive = Sipp.scenario("callee")
                .port(udpIsDead ? SECOND : FIRST)
                .over(udpIsDead ? "tcp" : "udp")
                .start()) {
            scene.caller("caller", udpIsDead ? "3000" : "3001").run().allGood(1);
            alive.allGood();
        }
        // An INVITE that nobody answered over UDP may not be cancelled: it ends with Timer B (RFC 3261 §9.1,
        // §17.1.1.2).
        Await.until(
                () -> "nothing is left: " + server.counters(),
                Duration.ofSeconds(40),
                () -> server.counters().idle());
    }

    @Test
    void busyIsNoReasonToTryAnother() {
        Scene scene = new Scene(server, "udp");
        scene.runs(
                scene.caller("caller-refused", "3000").fill("status", "486"),
                Sipp.scenario("callee-refuses")
                        .port(FIRST)
                        .fill("status", "486 Busy Here")
                        .start());
    }

    private static List<String> callIds(Sipp.Running sipp) {
        return sipp.messages()
                .lines()
                .filter(line -> line.startsWith("Call-ID:"))
                .map(line -> line.substring(8).strip())
                .distinct()
                .toList();
    }
}
