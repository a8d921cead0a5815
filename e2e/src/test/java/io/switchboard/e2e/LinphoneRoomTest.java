package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fourth Linphone is called into a room of three, and removed from it: tones prove who hears whom. */
class LinphoneRoomTest {
    private static final String ROOM = "sip:3000@" + Setup.DOMAIN;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private static final Setup SETUP = new Setup()
            .account("alice", "1001")
            .account("bob", "1002")
            .account("carol", "1003")
            .account("dave", "1004")
            .route("3000", "\"conference:3000\"")
            .setting("conferences", "tones", "false");

    @SuppressWarnings("NullAway.Init")
    private static SwitchboardServer server;

    @BeforeAll
    static void start() {
        server = SwitchboardServer.start(folder, SETUP);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Linphone phone(String user, double tone) {
        return Linphone.start(
                folder,
                new Linphone.Setup(
                        user,
                        tone,
                        "udp",
                        new Linphone.Registration(
                                Setup.DOMAIN, Setup.password(user), "127.0.0.1", SETUP.port(), Optional.empty())));
    }

    private static void enter(Linphone phone) {
        phone.dial("3000");
        phone.talks();
    }

    /** REFER outside of a dialog, with Alice's credentials. */
    private static void refer(SipPeer peer, String referTo) {
        Message answer = Conversation.from(peer, "sip:alice@" + Setup.DOMAIN, ROOM)
                .prove("REFER", "alice", "Refer-To: <" + referTo + ">\r\nRefer-Sub: false\r\n", "");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    }

    @Test
    void theFourthIsAddedByReferAndByCommand() {
        try (Linphone alice = phone("alice", 440);
                Linphone bob = phone("bob", 770);
                Linphone carol = phone("carol", 1320);
                Linphone dave = phone("dave", 1760);
                SipPeer peer = SipPeer.udp("127.0.0.1", SETUP.port())) {
            enter(alice);
            enter(bob);
            enter(carol);

            refer(peer, "sip:1004@" + Setup.DOMAIN);
            assertThat(dave.rings()).contains("3000");
            dave.answer();
            alice.hearsAmong(bob.tone(), carol.tone(), dave.tone());
            dave.hearsAmong(alice.tone(), bob.tone(), carol.tone());
            assertThat(server.ask("conference list")).contains("account:dave@" + Setup.DOMAIN);

            refer(peer, "sip:dave@" + Setup.DOMAIN + ";method=BYE");
            dave.ended();
            alice.doesNotHear(dave.tone());
            bob.hearsAmong(alice.tone(), carol.tone());

            assertThat(SwitchboardServer.command(
                            folder,
                            "conference",
                            "invite",
                            "3000",
                            "1004",
                            "--data",
                            server.data().toString()))
                    .startsWith("0\n")
                    .contains("called as participant 5");
            dave.rings();
            dave.answer();
            bob.hearsAmong(alice.tone(), carol.tone(), dave.tone());
            dave.hearsAmong(alice.tone(), bob.tone(), carol.tone());
            server.ask("conference end 3000");
            dave.ended();
            alice.quit();
            bob.quit();
            carol.quit();
            dave.quit();
        }
        new Scene(server, "udp").assertNothingLeft();
        Await.until(
                "the room is gone",
                Duration.ofSeconds(10),
                () -> server.counters().get("conferences") == 0
                        && server.counters().get("media_sockets") == 0);
    }
}
