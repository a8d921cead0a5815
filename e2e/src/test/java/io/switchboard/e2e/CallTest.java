package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls from a trunk to users and to another trunk, played by SIPp. */
class CallTest {
    private static final int CARRIER = Ports.free();
    /**
     * Longer than a SIPp takes to ring on a machine with much else to do: one that is given up before it has said
     * anything gets no CANCEL (RFC 3261 section 9.1), and its leg stays until Timer B.
     */
    private static final String RING_TIMEOUT = "8s";

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
                        .account("alice", "1001")
                        .oldAccount("bob", "1002")
                        .account("carol", "1003")
                        .trunk("carrier-udp", CARRIER, "udp")
                        .trunk("carrier-tcp", CARRIER, "tcp")
                        .route("2000", "\"trunk:carrier-udp\"")
                        .route("2001", "\"trunk:carrier-tcp\"")
                        .timer("ring_timeout", RING_TIMEOUT));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"udp, udp, 2000", "tcp, tcp, 2001", "udp, tcp, 2001", "tcp, udp, 2000"})
    void dialPlanLeadsToTheTrunk(String in, String out, String number) {
        Sipp.Running carrier = Sipp.scenario("callee").port(CARRIER).over(out).start();
        new Scene(server, in).runs(new Scene(server, in).caller("caller", number), carrier);
        assertThat(carrier.messages()).contains("INVITE sip:" + number + "@");
    }

    /** Requests inside the call, both ways: RFC 3264 §8.4 hold, RFC 3311, RFC 6086, RFC 3262, late offer. */
    @ParameterizedTest
    @CsvSource({
        "udp, caller, callee",
        "tcp, caller, callee",
        "udp, caller-is-hung-up, callee-hangs-up",
        "tcp, caller-is-hung-up, callee-hangs-up",
        "udp, caller-cancels, callee-cancelled",
        "tcp, caller-cancels, callee-cancelled",
        "udp, caller-holds, callee-is-held",
        "tcp, caller-holds, callee-is-held",
        "udp, caller-is-held, callee-holds",
        "tcp, caller-is-held, callee-holds",
        "udp, caller-sends-requests, callee-gets-requests",
        "tcp, caller-sends-requests, callee-gets-requests",
        "udp, caller-gets-requests, callee-sends-requests",
        "tcp, caller-gets-requests, callee-sends-requests",
        "udp, caller-pracks, callee-pracks",
        "tcp, caller-pracks, callee-pracks",
        "udp, caller-late-offer, callee-late-offer",
        "tcp, caller-late-offer, callee-late-offer",
        "udp, caller-cancels, callee-crosses-cancel",
        "tcp, caller-cancels, callee-crosses-cancel",
    })
    void userIsReached(String transport, String caller, String callee) {
        Scene scene = new Scene(server, transport);
        scene.runs(scene.caller(caller, "1002"), scene.bob(Sipp.scenario(callee)));
    }

    @ParameterizedTest
    @CsvSource({
        "udp, 486 Busy Here",
        "tcp, 486 Busy Here",
        "udp, 603 Decline",
        "tcp, 603 Decline",
        "udp, 488 Not Acceptable Here",
    })
    void refusalOfThePhoneReachesTheCaller(String transport, String status) {
        Scene scene = new Scene(server, transport);
        scene.runs(
                scene.caller("caller-refused", "1002").fill("status", status.substring(0, 3)),
                scene.bob(Sipp.scenario("callee-refuses").fill("status", status)));
    }

    @ParameterizedTest
    @CsvSource({"udp, 9999, 404", "tcp, 9999, 404", "udp, 1003, 480", "tcp, 1003, 480", "udp, nobody, 404"})
    void whoIsNotThereIsRefused(String transport, String number, String status) {
        Scene scene = new Scene(server, transport);
        scene.caller("caller-refused", number).fill("status", status).run().allGood(1);
        scene.assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void nobodyAnswersInTime(String transport) {
        Scene scene = new Scene(server, transport);
        scene.runs(
                scene.caller("caller-refused", "1002").fill("status", "480"), scene.bob(Sipp.scenario("callee-rings")));
    }

    /** RFC 3261 §16.7 and RFC 3326: who did not answer learns that another one did. */
    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void allPhonesRingAndOneAnswers(String transport) {
        Scene scene = new Scene(server, transport);
        try (Sipp.Running first = Sipp.scenario("callee-cancelled")
                        .over(transport)
                        .fill("header", "Reason: *SIP *; *cause=200")
                        .start();
                Sipp.Running second =
                        Sipp.scenario("callee-answers-late").over(transport).start()) {
            SipClient.registerPhones(server, transport, "bob", first.port(), second.port());
            scene.caller("caller", "1002").run().allGood(1);
            first.allGood();
            second.allGood();
        }
        scene.assertNothingLeft();
    }
}
