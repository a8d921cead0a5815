package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** For how long messages stay, and where. */
class MessageKeepTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static Setup setup() {
        return new Setup()
                .account("alice", "1001")
                .account("bob", "1002")
                .account("carol", "1003")
                .setting("messages", "answer_after", "500ms");
    }

    private String messages(SwitchboardServer server, String... more) {
        List<String> all = new ArrayList<>(List.of("messages"));
        all.addAll(List.of(more));
        all.addAll(List.of("--data", server.data().toString()));
        return SwitchboardServer.command(folder, all.toArray(String[]::new));
    }

    private static void sends(SipPeer pbx, String to, String id, String headers, int status) {
        pbx.send(Texting.message(pbx, "4711", to, id, "Content-Type: text/plain\r\n" + headers, id));
        assertThat(pbx.await("SIP/2.0 ").status()).isEqualTo(status);
    }

    /** Nothing stays of what is delivered or has died; what waits can be read. */
    @Test
    void withoutHistoryNothingStaysAfterDelivery() {
        Setup setup = setup().setting("messages", "history", "0").setting("messages", "bounce", "none");
        try (SwitchboardServer server = SwitchboardServer.start(folder, setup);
                SipPeer pbx = SipPeer.udp(Setup.PBX, server.port());
                SipPeer bob = SipPeer.udp("127.0.0.1", server.port());
                SipPeer carol = SipPeer.udp("127.0.0.1", server.port())) {
            sends(pbx, "bob", "kept-for-bob", "", 202);
            sends(pbx, "bob", "dies", "Expires: 1\r\n", 202);
            assertThat(messages(server)).startsWith("0\n").contains("waiting", "kept-for-bob");
            Registering.register(carol, "carol");
            pbx.send(Texting.text(pbx, "4711", "carol", "at-once", "at once"));
            Texting.take(carol);
            assertThat(pbx.await("SIP/2.0 ").status()).isEqualTo(200);
            Await.until(
                    () -> "the one that dies is gone: " + messages(server),
                    SOON,
                    () -> server.counters().get("messages_waiting") == 1);
            Registering.register(bob, "bob");
            assertThat(Texting.take(bob).body()).isEqualTo("kept-for-bob");
            Await.until(
                    () -> "nothing is left: " + messages(server),
                    SOON,
                    () -> messages(server).equals("0\n"));
        }
    }

    @Test
    void aFullMailboxAndAFullStoreSaySo() {
        Setup setup = setup().setting("messages", "per_user", "2").setting("messages", "total", "3");
        try (SwitchboardServer server = SwitchboardServer.start(folder, setup);
                SipPeer pbx = SipPeer.udp(Setup.PBX, server.port())) {
            sends(pbx, "bob", "bob-1", "", 202);
            sends(pbx, "bob", "bob-2", "", 202);
            pbx.send(Texting.text(pbx, "4711", "bob", "bob-3", "x"));
            Message full = pbx.await("SIP/2.0 ");
            assertThat(full.start()).isEqualTo("SIP/2.0 480 Mailbox Full");
            assertThat(full.header("Retry-After")).isEqualTo("600");
            sends(pbx, "carol", "carol-1", "", 202);
            pbx.send(Texting.text(pbx, "4711", "carol", "carol-2", "x"));
            full = pbx.await("SIP/2.0 ");
            assertThat(full.start()).isEqualTo("SIP/2.0 503 Message Store Full");
            assertThat(full.header("Retry-After")).isEqualTo("60");
            assertThat(server.counters().get("messages_waiting")).isEqualTo(3);
        }
    }

    /** What another device has waits for as long as is set, and no longer. */
    @Test
    void otherDevicesGetWhatIsNotTooOld() {
        Setup setup = setup().setting("messages", "other_devices", "6s");
        try (SwitchboardServer server = SwitchboardServer.start(folder, setup);
                SipPeer pbx = SipPeer.udp(Setup.PBX, server.port());
                SipPeer desk = SipPeer.udp("127.0.0.1", server.port());
                SipPeer tablet = SipPeer.udp("127.0.0.1", server.port())) {
            Texting.register(desk, "bob", "1", 600);
            Texting.register(tablet, "bob", "2", 600);
            Texting.register(tablet, "bob", "2", 0);
            for (String text : new String[] {"early", "late"}) {
                pbx.send(Texting.text(pbx, "4711", "bob", text, text));
                assertThat(Texting.body(Texting.take(desk))).isEqualTo(text);
                assertThat(pbx.await("SIP/2.0 ").status()).isEqualTo(200);
                if (text.equals("early")) {
                    Texting.register(desk, "bob", "1", 600);
                    assertThat(tablet.receive(Duration.ofMillis(6_200)))
                            .as("it is not registered")
                            .isNull();
                    Texting.register(tablet, "bob", "2", 600);
                    assertThat(tablet.receive(Duration.ofSeconds(1)))
                            .as("too old")
                            .isNull();
                    Texting.register(tablet, "bob", "2", 0);
                }
            }
            Texting.register(tablet, "bob", "2", 600);
            assertThat(Texting.body(Texting.take(tablet))).isEqualTo("late");
        }
    }

    /** By one line of the configuration, in the same way, a kill between. */
    @Test
    void anExternalDatabaseKeepsThemToo() {
        try (PostgresServer postgres = PostgresServer.start()) {
            Setup setup = setup().setting("store", "url", "\"" + postgres.url() + "\"");
            try (SwitchboardServer server = SwitchboardServer.start(folder, setup);
                    SipPeer pbx = SipPeer.udp(Setup.PBX, server.port());
                    SipPeer bob = SipPeer.udp("127.0.0.1", server.port())) {
                for (int i = 0; i < 20; i++) {
                    sends(pbx, "bob", "kept-" + i, "", 202);
                }
                server.kill();
                server.startAgain();
                assertThat(messages(server, "--user", "bob", "--limit", "2"))
                        .startsWith("0\n")
                        .contains("kept-19", "kept-18", "There may be more: --before ");
                Registering.register(bob, "bob");
                for (int i = 0; i < 20; i++) {
                    assertThat(Texting.take(bob).body()).isEqualTo("kept-" + i);
                }
                Await.until(
                        () -> "all are noted in the database: " + messages(server),
                        SOON,
                        () -> !messages(server, "--user", "bob").contains("waiting"));
                server.kill();
                server.startAgain();
                Registering.register(bob, "bob");
                assertThat(bob.receive(Duration.ofSeconds(1)))
                        .as("nothing comes twice")
                        .isNull();
                assertThat(messages(server, "--user", "bob"))
                        .contains("delivered")
                        .doesNotContain("waiting");
            }
        }
    }
}
