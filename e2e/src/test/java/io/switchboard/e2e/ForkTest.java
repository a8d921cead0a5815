package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user with several phones. */
class ForkTest {
    private static final Duration NEVER = Duration.ofMillis(300);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private SwitchboardServer server;

    @SuppressWarnings("NullAway.Init")
    private SipPeer pbx;

    @SuppressWarnings("NullAway.Init")
    private SipPeer desk;

    @SuppressWarnings("NullAway.Init")
    private SipPeer mobile;

    @BeforeEach
    void start() {
        server = SwitchboardServer.start(
                folder, new Setup().account("bob", "1002").timer("ring_timeout", "3s"));
        pbx = SipPeer.udp(Setup.PBX, server.port());
        desk = SipPeer.udp("127.0.0.1", server.port());
        mobile = SipPeer.udp("127.0.0.1", server.port());
    }

    @AfterEach
    void stop() {
        try {
            new Scene(server, "udp").assertNothingLeft();
        } finally {
            pbx.close();
            desk.close();
            mobile.close();
            server.close();
        }
    }

    private static void register(SipPeer phone, String q) {
        Registering.register(phone, "bob", phone.contact("bob").strip() + q + "\r\nExpires: 600\r\n");
    }

    /** RFC 3261 §16.6: the best one first, the next when it refuses. */
    @Test
    void theHigherQRingsFirst() {
        register(desk, ";q=0.9");
        register(mobile, ";q=0.3");
        Conversation caller = Conversation.fromPbx(pbx, "1002").invite("");
        Message first = desk.expect("INVITE ");
        assertThat(mobile.receive(NEVER)).isNull();
        Conversation.of(desk, first).respond(first, "480 Temporarily Unavailable");
        desk.expect("ACK ");
        Message second = mobile.expect("INVITE ");
        Conversation callee = Conversation.of(mobile, second);
        caller.joined(callee, second);
        caller.request("BYE");
        callee.hungUp();
        caller.finalOf("BYE");
        assertThat(desk.receive(NEVER)).isNull();
    }

    @Test
    void equalQsRingTogether() {
        register(desk, ";q=0.5");
        register(mobile, ";q=0.5");
        Conversation caller = Conversation.fromPbx(pbx, "1002").invite("");
        Message one = desk.expect("INVITE ");
        Message other = mobile.expect("INVITE ");
        assertThat(one.header("Call-ID")).isNotEqualTo(other.header("Call-ID"));
        caller.cancel();
        for (SipPeer phone : new SipPeer[] {desk, mobile}) {
            Message invite = phone == desk ? one : other;
            Conversation.of(phone, invite).respond(invite, "180 Ringing");
            Message cancel = phone.await("CANCEL ");
            phone.respond(cancel, "200 OK", "", "", "");
            phone.respond(invite, "487 Request Terminated", "x", "", "");
            phone.await("ACK ");
        }
        caller.ackRefusal(caller.finalOf("INVITE"));
    }

    /** Both pick up at once: one is joined, the other learns that it came too late (RFC 3261 §13.2.2.4). */
    @Test
    void twoAnswersAreOneCall() {
        register(desk, "");
        register(mobile, "");
        Conversation caller = Conversation.fromPbx(pbx, "1002").invite("");
        Message one = desk.expect("INVITE ");
        Message other = mobile.expect("INVITE ");
        Conversation winner = Conversation.of(desk, one);
        Conversation loser = Conversation.of(mobile, other);
        winner.respond(one, "200 OK", Conversation.TYPE, Conversation.SDP);
        loser.respond(other, "200 OK", Conversation.TYPE, Conversation.SDP);
        Message ok = caller.answered();
        desk.await("ACK ");
        mobile.await("ACK ");
        loser.hungUp();
        Message more = pbx.receive(NEVER);
        assertThat(more == null ? ok.header("To") : more.header("To")).isEqualTo(ok.header("To"));
        caller.request("BYE");
        winner.hungUp();
        assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
        Await.until(
                "the record is written",
                Duration.ofSeconds(5),
                () -> server.records().size() == 1);
    }

    /** A phone that nobody answers is followed by the next, and is told so (RFC 3326). */
    @Test
    void theLowerQRingsWhenTheHigherIsNotAnswered() {
        register(desk, ";q=0.9");
        register(mobile, ";q=0.3");
        Conversation caller = Conversation.fromPbx(pbx, "1002").invite("");
        Message first = desk.expect("INVITE ");
        Conversation unanswered = Conversation.of(desk, first);
        unanswered.respond(first, "180 Ringing");
        assertThat(mobile.receive(NEVER)).isNull();
        Message cancel = desk.expect("CANCEL ");
        assertThat(cancel.header("Reason")).startsWith("Q.850;cause=19");
        desk.respond(cancel, "200 OK", "", "", "");
        unanswered.respond(first, "487 Request Terminated");
        desk.expect("ACK ");
        Message second = mobile.expect("INVITE ");
        Conversation callee = Conversation.of(mobile, second);
        caller.joined(callee, second);
        caller.request("BYE");
        callee.hungUp();
        assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
    }

    /** A proxy behind the desk phone's address forks in turn: its second answer gets ACK and BYE by itself. */
    @Test
    void aSecondAnswerOfOneBranchIsHungUp() {
        register(desk, "");
        Conversation caller = Conversation.fromPbx(pbx, "1002").invite("");
        Message invite = desk.expect("INVITE ");
        Conversation winner = Conversation.of(desk, invite);
        Conversation loser = Conversation.of(desk, invite);
        winner.respond(invite, "200 OK", Conversation.TYPE, Conversation.SDP);
        loser.respond(invite, "200 OK", Conversation.TYPE, Conversation.SDP);
        Message ok = caller.answered();
        Set<String> acknowledged = new HashSet<>();
        Message bye = null;
        while (acknowledged.size() < 2 || bye == null) {
            Message message = desk.receive(Duration.ofSeconds(8));
            assertThat(message).as("after %s", acknowledged).isNotNull();
            if (message != null && message.start().startsWith("ACK ")) {
                acknowledged.add(message.header("To"));
            } else {
                bye = message;
            }
        }
        assertThat(bye.start()).startsWith("BYE ");
        loser.respond(bye, "200 OK");
        Message more = pbx.receive(NEVER);
        assertThat(more == null ? ok.header("To") : more.header("To")).isEqualTo(ok.header("To"));
        caller.request("BYE");
        Message last = desk.await("BYE ");
        assertThat(last.header("To")).isNotEqualTo(bye.header("To"));
        winner.respond(last, "200 OK");
        assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
    }
}
