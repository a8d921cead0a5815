package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 300 calls a second through the dial plan to a trunk: one minute, or as long as -Dsoak.minutes says. */
class SoakTest {
    private static final int RATE = 300;

    @Test
    void noCallFailsAndNothingIsLeft(@TempDir Path folder) {
        int seconds = 60 * Integer.getInteger("soak.minutes", 1);
        int calls = RATE * seconds;
        Duration limit = Duration.ofSeconds(3L * seconds + 60);
        int carrier = Ports.free();
        Setup setup = new Setup().trunk("carrier", carrier, "udp").route("2000", "\"trunk:carrier\"");
        try (SwitchboardServer server = SwitchboardServer.start(folder, setup);
                Sipp.Running callee = Sipp.scenario("callee-straight")
                        .port(carrier)
                        .rate(RATE, 10_000)
                        .calls(Integer.MAX_VALUE)
                        .within(limit.plusSeconds(60))
                        .start()) {
            new Scene(server, "udp")
                    .caller("caller", "2000")
                    .rate(RATE, 10_000)
                    .with("-d", "500")
                    .calls(calls)
                    .within(limit)
                    .run()
                    .allGood(calls);
            assertThat(callee.stop().failed()).isZero();
            Await.until(
                    "everything is gone",
                    Duration.ofMinutes(1),
                    () -> server.counters().empty());
            Await.until(
                    "records are written",
                    Duration.ofSeconds(10),
                    () -> server.records().size() == calls);
            assertThat(server.process().output()).doesNotContain("LEAK:");
        }
    }
}
