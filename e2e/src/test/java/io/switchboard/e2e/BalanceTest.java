package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How groups share calls among their trunks. */
class BalanceTest {
    private static final int LARGE = Ports.free();
    private static final int SMALL = Ports.free();

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
                        .trunkOf("large", "uri: \"sip:127.0.0.1:" + LARGE + "\", weight: 2")
                        .trunkOf("small", "uri: \"sip:127.0.0.1:" + SMALL + "\", weight: 1")
                        .trunkOf("narrow", "uri: \"sip:127.0.0.1:" + SMALL + "\", max_calls: 2")
                        .group("weighted", "balance: weighted, members: [large, small]")
                        .group("loaded", "balance: least-loaded, members: [large, small]")
                        .group("ordered", "balance: ordered, members: [narrow, large]")
                        .route("4000", "\"group:weighted\"")
                        .route("4001", "\"group:loaded\"")
                        .route("4002", "\"group:ordered\""));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Calls that went to LARGE and to SMALL. */
    private static List<Long> shares(String number, int calls, int talkMillis) {
        Scene scene = new Scene(server, "udp");
        try (Sipp.Running large = Sipp.scenario("callee")
                        .port(LARGE)
                        .calls(100_000)
                        .rate(1, 1_000)
                        .start();
                Sipp.Running small = Sipp.scenario("callee")
                        .port(SMALL)
                        .calls(100_000)
                        .rate(1, 1_000)
                        .start()) {
            scene.caller("caller", number)
                    .calls(calls)
                    .rate(100, calls)
                    .with("-d", Integer.toString(talkMillis))
                    .run()
                    .allGood(calls);
            scene.assertNothingLeft();
            return List.of(large.stop().successful(), small.stop().successful());
        }
    }

    /** Evenly spread, so that the shares are exact to a call. */
    @Test
    void weightsAreShares() {
        assertThat(shares("4000", 300, 0)).containsExactly(200L, 100L);
    }

    /** All calls run at once: the loads stay in proportion to the weights. */
    @Test
    void theLeastLoadedForItsWeightIsNext() {
        assertThat(shares("4001", 30, 2_000)).containsExactly(20L, 10L);
    }

    @Test
    void aFullTrunkIsPassedOver() {
        assertThat(shares("4002", 10, 2_000)).containsExactly(8L, 2L);
    }

    /** One call more than all trunks take is refused, and the limit is free again afterwards. */
    @Test
    void limitsCountCallsThatRun() {
        for (int i = 0; i < 2; i++) {
            assertThat(shares("4002", 2, 0)).containsExactly(0L, 2L);
        }
        Await.until(
                "loads are gone", Duration.ofSeconds(5), () -> server.counters().idle());
    }
}
