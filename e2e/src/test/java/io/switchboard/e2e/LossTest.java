package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bad network: SIPp loses a fifth of what it sends and of what it gets. */
class LossTest {
    private static final int CALLS = 40;

    @Test
    void callsGetThroughAndEndOnBothSides(@TempDir Path folder) {
        int carrier = Ports.free();
        Setup setup = new Setup().trunk("carrier", carrier, "udp").route("2000", "\"trunk:carrier\"");
        try (SwitchboardServer server = SwitchboardServer.start(folder, setup);
                Sipp.Running callee = Sipp.scenario("callee-lossy")
                        .port(carrier)
                        .fill("lost", "20")
                        .with("-max_retrans", "20")
                        .calls(10 * CALLS)
                        .within(Duration.ofMinutes(2))
                        .start()) {
            Sipp.Result caller = new Scene(server, "udp")
                    .caller("caller-lossy", "2000")
                    .fill("lost", "20")
                    .with("-r", "25", "-l", Integer.toString(CALLS), "-max_retrans", "20")
                    .calls(CALLS)
                    .within(Duration.ofSeconds(90))
                    .run();
            // With seven tries at 64 % each a transaction is lost once in a thousand: a few calls may end badly, none
            // may hang.
            assertThat(caller.successful()).as(caller.report()).isGreaterThanOrEqualTo(CALLS - 3);
            assertThat(caller.retransmissions()).isPositive();
            Await.until(
                    () -> "all calls are over: " + server.counters() + "\n" + caller.report() + "\nThe callee saw:\n"
                            + callee.messages(),
                    Duration.ofSeconds(75),
                    () -> server.counters().idle());
            callee.process().close();
            assertThat(server.records()).hasSizeBetween(CALLS - 1, CALLS);
        }
    }
}
