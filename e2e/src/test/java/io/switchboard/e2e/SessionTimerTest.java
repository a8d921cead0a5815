package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Session timers (RFC 4028). The shortest one allowed is 90 s, so all calls run at the same time. */
class SessionTimerTest {
    private static final Duration LIMIT = Duration.ofSeconds(110);

    @Test
    void sessionsAreRefreshedOrEnd(@TempDir Path folder) {
        Setup setup = new Setup()
                .account("alice", "1001")
                .account("bob", "1002")
                .account("carol", "1003")
                .timer("session_expires", "90s");
        try (SwitchboardServer server = SwitchboardServer.start(folder, setup);
                Sipp.Running alice = phone(server, "alice", "callee-refreshed");
                Sipp.Running bob = phone(server, "bob", "callee-refreshed");
                Sipp.Running carol = phone(server, "carol", "callee-reinvited");
                // A phone that refreshes by itself.
                Sipp.Running refreshes =
                        caller(server, "caller-refreshes", "1001").start();
                // One that promised to, and does not: the server hangs up both sides.
                Sipp.Running silent =
                        caller(server, "caller-falls-silent", "1002").start();
                // Phones that know no session timers: the server refreshes, as they understand it.
                Sipp.Running refreshed =
                        caller(server, "caller-is-refreshed", "1003").start()) {
            refreshed.allGood();
            carol.allGood();
            assertThat(silent.allGood().report()).contains("BYE sip:");
            bob.allGood();
            refreshes.allGood();
            alice.allGood();
            new Scene(server, "udp").assertNothingLeft();
        }
    }

    private static Sipp.Running phone(SwitchboardServer server, String user, String scenario) {
        Sipp.Running phone = Sipp.scenario(scenario).within(LIMIT).start();
        SipClient.registerPhones(server, "udp", user, phone.port());
        return phone;
    }

    private static Sipp caller(SwitchboardServer server, String scenario, String number) {
        return new Scene(server, "udp").caller(scenario, number).within(LIMIT);
    }
}
