package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The administrator has rooms call people (RFC 4579 section 5.5). */
class RoomInviteTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private static final Setup SETUP = new Setup()
            .account("bob", "1002")
            .account("carol", "1003")
            .timer("ring_timeout", "4s")
            .route("3000", "\"conference:3000\"")
            .route("3002", "\"conference:3002\"")
            .setting("conferences", "rooms", "{\"3002\": {max_participants: 1}, \"3003\": {pin: \"42\"}}");

    @SuppressWarnings("NullAway.Init")
    private static SwitchboardServer server;

    @SuppressWarnings("NullAway.Init")
    private static SipPeer bob;

    @SuppressWarnings("NullAway.Init")
    private static SipPeer carol;

    @BeforeAll
    static void start() {
        server = SwitchboardServer.start(folder, SETUP);
        bob = SipPeer.udp("127.0.0.1", server.port());
        carol = SipPeer.udp("127.0.0.1", server.port());
        Registering.register(bob, "bob");
        Registering.register(carol, "carol");
    }

    @AfterAll
    static void stop() {
        bob.close();
        carol.close();
        server.close();
    }

    private static RoomGuest guest(String name, String room) {
        return new RoomGuest(SETUP.port(), name, room);
    }

    private static void called(String room, String target) {
        assertThat(server.ask("conference invite " + room + " " + target))
                .contains("\"problems\":[]", "\"participant\":");
    }

    private static void listed(String... texts) {
        Await.until(
                () -> List.of(texts) + " are listed: " + server.ask("conference list"),
                Duration.ofSeconds(10),
                () -> List.of(texts).stream().allMatch(server.ask("conference list")::contains));
    }

    private static void nothingIsLeft() {
        new Scene(server, "udp").assertNothingLeft();
        Await.until(
                "the room is gone, and its sockets are",
                Duration.ofSeconds(10),
                () -> server.counters().get("conferences") == 0
                        && server.counters().get("media_sockets") == 0);
    }

    /** The last record that holds all of these, once it is written. */
    private static String lastRecord(String... parts) {
        Predicate<String> wanted = line -> Stream.of(parts).allMatch(line::contains);
        Await.until(
                () -> List.of(parts) + " are recorded: " + server.records(),
                Duration.ofSeconds(5),
                () -> server.records().stream().anyMatch(wanted));
        return server.records().stream().filter(wanted).reduce((a, b) -> b).orElseThrow();
    }

    @Test
    void whoAnswersIsInTheRoomAndWatchersSeeItCome() {
        try (RoomGuest alice = guest("alice", "3000").enter();
                PresencePhone watcher = new PresencePhone(server, "carol")) {
            assertThat(watcher.subscribe("3000", "Event: conference\r\nExpires: 600\r\n")
                            .status())
                    .isEqualTo(200);
            watcher.notified();
            called("3000", "1002");
            Message invite = bob.await("INVITE ");
            assertThat(invite.header("From")).startsWith("<sip:3000@" + Setup.DOMAIN + ">;tag=");
            assertThat(invite.header("Contact")).contains("sip:3000@127.0.0.1").endsWith(";isfocus");
            assertThat(invite.body()).contains("m=audio", "opus", "PCMU", "telephone-event");
            Conversation dialled = Conversation.of(bob, invite);
            dialled.respond(invite, "180 Ringing");
            listed("\"stage\":\"alerting\"", "\"party\":\"account:bob@" + Setup.DOMAIN + "\"");
            Message ringing = watcher.notified();
            if (!ringing.body().contains("<status>alerting</status>")) {
                assertThat(ringing.body()).contains("<status>dialing-out</status>");
                ringing = watcher.notified();
            }
            assertThat(ringing.body()).contains("<status>alerting</status>", "dialed-out", "sip:bob@" + Setup.DOMAIN);
            dialled.respond(invite, "200 OK", Conversation.TYPE, Conversation.SDP);
            bob.await("ACK ");
            Message came = watcher.notified();
            assertThat(came.body()).contains("<status>connected</status>", "dialed-out", "<user-count>2</user-count>");
            assertThat(dialled.prove("BYE", "bob", "", "").status()).isEqualTo(200);
            alice.leave();
        }
        nothingIsLeft();
        assertThat(lastRecord("\"from\":\"conference:3000\"", "\"dialled\":\"1002\"", "\"status\":200"))
                .contains("\"hangup\":\"callee\"");
    }

    @Test
    void aRoomIsOpenedByItAndCallsSeveralAtOnce() {
        called("3003", "1002");
        called("3003", "sip:carol@" + Setup.DOMAIN);
        Message first = bob.await("INVITE ");
        Message second = carol.await("INVITE ");
        Conversation.of(bob, first).respond(first, "486 Busy Here");
        bob.await("ACK ");
        listed("\"name\":\"3003\"", "\"stage\":\"dialling\"");
        Conversation dialled = Conversation.of(carol, second);
        dialled.respond(second, "200 OK", Conversation.TYPE, Conversation.SDP);
        carol.await("ACK ");
        listed("\"stage\":\"in\"");
        assertThat(server.ask("conference end 3003")).isEqualTo("{\"problems\":[]}");
        dialled.hungUp();
        nothingIsLeft();
    }

    @Test
    void whoRingsIsCancelledWhenAllOthersHaveLeft() {
        try (RoomGuest alice = guest("alice", "3000").enter()) {
            called("3000", "1002");
            Message invite = bob.await("INVITE ");
            Conversation dialled = Conversation.of(bob, invite);
            dialled.respond(invite, "180 Ringing");
            listed("\"stage\":\"alerting\"");
            alice.leave();
            bob.respond(bob.await("CANCEL "), "200 OK", "", "", "");
            // The 200 has crossed the CANCEL.
            dialled.respond(invite, "200 OK", Conversation.TYPE, Conversation.SDP);
            bob.await("ACK ");
            dialled.hungUp();
        }
        nothingIsLeft();
        assertThat(lastRecord("\"status\":487")).contains("\"from\":\"conference:3000\"");
    }

    @Test
    void callingIsGivenUpByCommandAndByTime() {
        try (RoomGuest alice = guest("alice", "3000").enter()) {
            called("3000", "1002");
            Message invite = bob.await("INVITE ");
            Conversation dialled = Conversation.of(bob, invite);
            dialled.respond(invite, "180 Ringing");
            listed("\"stage\":\"alerting\"");
            assertThat(server.ask("conference remove 3000 2")).isEqualTo("{\"problems\":[]}");
            Message cancel = bob.await("CANCEL ");
            assertThat(cancel.header("Reason")).contains("Removed from the conference");
            bob.respond(cancel, "200 OK", "", "", "");
            dialled.respond(invite, "487 Request Terminated");
            bob.await("ACK ");

            called("3000", "1003");
            Message again = carol.await("INVITE ");
            Conversation.of(carol, again).respond(again, "180 Ringing");
            Message late = carol.await("CANCEL "); // ring_timeout
            carol.respond(late, "200 OK", "", "", "");
            Conversation.of(carol, again).respond(again, "487 Request Terminated");
            carol.await("ACK ");
            listed("\"participants\":[{\"id\":1,");
            alice.leave();
        }
        nothingIsLeft();
    }

    @Test
    void anUnusableAnswerIsNotLetIn() {
        try (RoomGuest alice = guest("alice", "3000").enter()) {
            called("3000", "1002");
            Message invite = bob.await("INVITE ");
            Conversation dialled = Conversation.of(bob, invite);
            dialled.respond(invite, "200 OK", Conversation.TYPE, "v=1\r\n");
            bob.await("ACK ");
            Message bye = bob.await("BYE ");
            assertThat(bye.header("Reason")).contains("cause=488");
            dialled.respond(bye, "200 OK");
            alice.leave();
        }
        nothingIsLeft();
    }

    @Test
    void whatCannotBeCalledIsSaidAtOnce() {
        assertThat(server.ask("conference invite 3000 9999")).contains("9999 is not called: 404");
        assertThat(server.ask("conference invite 3000 sip:")).contains("not a number, a user or a SIP URI");
        assertThat(server.ask("conference invite 3000")).contains("a room and whom to invite are meant");
        try (RoomGuest alice = guest("alice", "3002").enter()) {
            assertThat(server.ask("conference invite 3002 1002")).contains("1002 is not called: 486");
            alice.leave();
        }
        nothingIsLeft();
    }
}
