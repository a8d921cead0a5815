package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publications that are over, refusals that say what would be taken, and watchers who may not watch any more. */
class PresenceEdgeTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aPublicationThatIsOverCannotBeRefreshed() {
        Setup setup = new Setup()
                .account("alice", "1001")
                .account("bob", "1002")
                .setting("presence", "min_expires", "2s")
                .setting("presence", "max_publications", "2");
        try (SwitchboardServer server = SwitchboardServer.start(folder, setup);
                PresencePhone alice = new PresencePhone(server, "alice");
                PresencePhone bob = new PresencePhone(server, "bob")) {
            String document = alice.pidf("a", "open", "for a moment");
            Message brief = alice.publish("Expires: 1\r\n", document);
            assertThat(brief.status()).isEqualTo(423);
            assertThat(brief.header("Min-Expires")).isEqualTo("2");
            Message other = alice.publish("Content-Encoding: gzip\r\n", document);
            assertThat(other.status()).isEqualTo(415);
            assertThat(other.header("Accept-Encoding")).isEqualTo("identity");

            bob.watch("alice", 600);
            bob.notified();
            Message made = alice.publish("Expires: 2\r\n", document);
            assertThat(made.header("Expires")).isEqualTo("2");
            bob.told("for a moment");
            bob.told("<basic>closed</basic>");
            String match = "SIP-If-Match: " + made.header("SIP-ETag") + "\r\n";
            assertThat(alice.publish(match, "").status()).as("refresh").isEqualTo(412);
            assertThat(alice.publish(match, document).status()).as("modify").isEqualTo(412);
            assertThat(alice.publish(match + "Expires: 0\r\n", "").status())
                    .as("remove")
                    .isEqualTo(412);

            Message first = alice.publish("Expires: 600\r\n", document);
            String again = "SIP-If-Match: " + first.header("SIP-ETag") + "\r\n";
            Message second = alice.publish(again, "");
            assertThat(second.status()).isEqualTo(200);
            assertThat(alice.publish(again, "").status()).as("spent").isEqualTo(412);
            assertThat(alice.publish("", alice.pidf("b", "open", "x")).status()).isEqualTo(200);
            Message third = alice.publish("", alice.pidf("c", "open", "x"));
            assertThat(third.start()).isEqualTo("SIP/2.0 403 Too Many Publications");
        }
    }

    /** A reload counts at once, for who watches and for who asks. */
    @Test
    void whoMayNotWatchAnyMoreIsToldSo() {
        Setup setup = new Setup().account("alice", "1001").accountOf("frank", "1006", "watchers: [alice]");
        try (SwitchboardServer server = SwitchboardServer.start(folder, setup);
                PresencePhone alice = new PresencePhone(server, "alice")) {
            assertThat(alice.watch("frank", 600).status()).isEqualTo(200);
            alice.notified();
            setup.accountOf("frank", "1006", "watchers: []");
            server.reload();
            Message last = alice.over();
            assertThat(last.header("Subscription-State")).isEqualTo("terminated;reason=rejected");
            assertThat(last.body()).isEmpty();
            assertThat(alice.watch("frank", 600).start()).isEqualTo("SIP/2.0 603 Decline");
            assertThat(alice.watch("1006", 0).status()).as("by number").isEqualTo(603);
            Await.until(
                    () -> "nobody watches: " + server.counters(),
                    Duration.ofSeconds(10),
                    () -> server.counters().get("subscriptions") == 0);
            setup.accountOf("frank", "1006", "watchers: \"*\"");
            server.reload();
            assertThat(alice.watch("frank", 0).status()).isEqualTo(200);
            alice.over();
        }
    }
}
