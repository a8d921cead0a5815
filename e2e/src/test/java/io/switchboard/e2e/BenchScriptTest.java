package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ./scripts/bench, small: that it measures and cleans up, not what it measures. */
class BenchScriptTest {
    private static final String SCRIPT =
            Path.of("..", "scripts", "bench").toAbsolutePath().normalize().toString();
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Test
    void everyLoadRunsAndNothingFails(@TempDir Path folder) {
        String table = bench(
                folder,
                0,
                "--alone",
                "--quick",
                "--rates",
                "50",
                "--users",
                "100",
                "--held",
                "100",
                "--seconds",
                "2",
                "--warm",
                "1");
        assertThat(table)
                .contains("| figure | Switchboard |")
                .containsPattern("\\| UDP, 50 calls/s: CPU, µs per call \\| [0-9]+ \\|")
                .contains("| UDP, 50 calls/s: completed / failed / messages repeated | 100 / 0 / 0 |")
                .contains("| TCP, 50 calls/s: completed / failed / messages repeated | 100 / 0 / 0 |")
                .contains("| 50 registrations/s: completed / failed / messages repeated | 100 / 0 / 0 |")
                .contains("| 50 messages/s: completed / failed / messages repeated | 100 / 0 / 0 |")
                .containsPattern("\\| 100 of 100 calls held: live heap, MB, transactions included \\| [0-9.]+ \\|")
                .containsPattern(
                        "\\| cold, first 5 s at 50 calls/s: completed / failed / messages repeated \\| 250 / 0 /");
    }

    @Test
    void whatIsWrongIsSaid(@TempDir Path folder) throws SocketException {
        assertThat(bench(folder, 2, "juggling")).contains("no load 'juggling'");
        try (DatagramSocket taken = new DatagramSocket(Ports.free(), InetAddress.getLoopbackAddress())) {
            assertThat(bench(folder, 69, "--port", Integer.toString(taken.getLocalPort()), "calls"))
                    .contains("port " + taken.getLocalPort() + " on 127.0.0.1 is taken");
        }
    }

    /** Runs the script on the server as it is built, with its temporary files in a folder, which has to be empty then. */
    private static String bench(Path folder, int exitCode, String... arguments) {
        List<String> command = new ArrayList<>(List.of(SCRIPT, "--built"));
        command.addAll(List.of(arguments));
        try (ChildProcess run = ChildProcess.start("bench", folder, Map.of("TMPDIR", folder.toString()), command)) {
            int code = run.exitCode(LIMIT);
            assertThat(code).as(run.output()).isEqualTo(exitCode);
            assertThat(folder).isEmptyDirectory();
            return run.output();
        }
    }
}
