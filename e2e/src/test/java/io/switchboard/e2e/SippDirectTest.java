package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SIPp with SIPp, without a server: the scenarios fit together, and the fixture sees success and failure. */
class SippDirectTest {
    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void callsRunThrough(String transport) {
        try (Sipp.Running callee =
                Sipp.scenario("callee").over(transport).calls(5).start()) {
            Sipp.scenario("caller")
                    .over(transport)
                    .to("127.0.0.1", callee.port())
                    .dial("bob")
                    .fill("caller", "alice@127.0.0.1")
                    .fill("domain", "127.0.0.1:" + callee.port())
                    .calls(5)
                    .run()
                    .allGood(5);
            callee.allGood();
            assertThat(callee.messages()).contains("INVITE sip:bob@127.0.0.1:" + callee.port());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "caller-holds, callee-is-held",
        "caller-is-held, callee-holds",
        "caller-sends-requests, callee-gets-requests",
        "caller-gets-requests, callee-sends-requests",
        "caller-late-offer, callee-late-offer",
        "caller-pracks, callee-pracks",
        "caller-is-hung-up, callee-hangs-up",
    })
    void scenariosFitTogether(String caller, String callee) {
        try (Sipp.Running waiting = Sipp.scenario(callee).start()) {
            Sipp.scenario(caller)
                    .to("127.0.0.1", waiting.port())
                    .dial("bob")
                    .fill("caller", "alice@127.0.0.1")
                    .fill("domain", "127.0.0.1:" + waiting.port())
                    .run()
                    .allGood(1);
            waiting.allGood();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void cancelMeetsCancel(String transport) {
        try (Sipp.Running callee =
                Sipp.scenario("callee-cancelled").over(transport).start()) {
            Sipp.scenario("caller-cancels")
                    .over(transport)
                    .to("127.0.0.1", callee.port())
                    .dial("bob")
                    .fill("caller", "alice@127.0.0.1")
                    .fill("domain", "127.0.0.1:" + callee.port())
                    .run()
                    .allGood(1);
            callee.allGood();
        }
    }

    @Test
    void whatFailsIsReported() {
        try (Sipp.Running callee =
                Sipp.scenario("callee-refuses").fill("status", "486 Busy Here").start()) {
            Sipp.Result result = Sipp.scenario("caller")
                    .to("127.0.0.1", callee.port())
                    .dial("bob")
                    .fill("caller", "alice@127.0.0.1")
                    .fill("domain", "127.0.0.1:" + callee.port())
                    .run();
            assertThat(result.failed()).isEqualTo(1);
            assertThatThrownBy(() -> result.allGood(1)).hasMessageContaining("486 Busy Here");
            callee.allGood();
        }
    }
}
