package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that cross on the way: whatever the order, both sides end and there is one record. */
class CrossingTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private SwitchboardServer server;

    @SuppressWarnings("NullAway.Init")
    private SipPeer pbx;

    @SuppressWarnings("NullAway.Init")
    private SipPeer carrier;

    @SuppressWarnings("NullAway.Init")
    private Conversation caller;

    @SuppressWarnings("NullAway.Init")
    private Conversation callee;

    /** A call from one trunk to another, so that nobody is asked for a digest. */
    @BeforeEach
    void start() {
        int port = Ports.free();
        server = SwitchboardServer.start(
                folder,
                new Setup()
                        .trunk("carrier", port, "udp")
                        .route("2000", "\"trunk:carrier\"")
                        .timer("t1", "100ms"));
        pbx = SipPeer.udp(Setup.PBX, server.port());
        carrier = SipPeer.udp("127.0.0.1", port, server.port());
        caller = Conversation.fromPbx(pbx, "2000").invite("");
    }

    @AfterEach
    void bothSidesHaveEnded() {
        try {
            new Scene(server, "udp").assertNothingLeft();
            Await.until(
                    "there is one record",
                    Duration.ofSeconds(5),
                    () -> server.records().size() == 1);
        } finally {
            pbx.close();
            carrier.close();
            server.close();
        }
    }

    private void answer() {
        Message invite = carrier.expect("INVITE ");
        callee = Conversation.of(carrier, invite);
        caller.joined(callee, invite);
    }

    /** RFC 3261 §15.1.2: a BYE ends the re-INVITE that it overtakes. */
    @Test
    void theCallerHangsUpWhileItsReInviteIsUnderWay() {
        answer();
        caller.request("INVITE", Conversation.TYPE, Conversation.SDP);
        Message open = carrier.expect("INVITE ");
        caller.request("BYE");
        assertThat(pbx.await("SIP/2.0 487").header("CSeq")).endsWith("INVITE");
        endOfReInvite(open);
    }

    @Test
    void theCalleeHangsUpWhileItsReInviteIsUnderWay() {
        answer();
        callee.request("INVITE", Conversation.TYPE, Conversation.SDP);
        Message open = pbx.await("INVITE ");
        callee.request("BYE");
        carrier.await("SIP/2.0 487");
        pbx.respond(open, "100 Trying", "", "", "");
        caller.hungUp();
        pbx.respond(open, "487 Request Terminated", "", "", "");
    }

    @Test
    void theCalleeHangsUpWhileTheCallersReInviteIsUnderWay() {
        answer();
        caller.request("INVITE", Conversation.TYPE, Conversation.SDP);
        Message open = carrier.expect("INVITE ");
        callee.request("BYE");
        caller.hungUp();
        carrier.respond(open, "487 Request Terminated", "", "", "");
        carrier.await("ACK ");
    }

    private void endOfReInvite(Message open) {
        carrier.respond(open, "100 Trying", "", "", "");
        callee.hungUp();
        carrier.respond(open, "487 Request Terminated", "", "", "");
    }

    @Test
    void bothHangUp() {
        answer();
        caller.request("BYE");
        callee.request("BYE");
        callee.hungUp();
        assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
        assertThat(callee.finalOf("BYE").status()).isEqualTo(200);
    }

    /** RFC 3261 §9.1: the answer was faster than the CANCEL, and nobody wants it any more. */
    @Test
    void theAnswerCrossesTheCancel() {
        Message invite = carrier.expect("INVITE ");
        callee = Conversation.of(carrier, invite);
        callee.respond(invite, "180 Ringing");
        pbx.await("SIP/2.0 180");
        caller.cancel();
        Message cancel = carrier.await("CANCEL ");
        callee.respond(invite, "200 OK", Conversation.TYPE, Conversation.SDP);
        carrier.respond(cancel, "481 Call/Transaction Does Not Exist", "", "", "");
        Message refusal = pbx.await("SIP/2.0 487");
        caller.ackRefusal(refusal);
        carrier.await("ACK ");
        callee.hungUp();
    }

    /** RFC 3261 §14.1: the one who comes second is told to wait, and its next try is passed on. */
    @Test
    void reInvitesOfBothSidesMeet() {
        answer();
        caller.request("INVITE", Conversation.TYPE, Conversation.SDP);
        Message open = carrier.expect("INVITE ");
        callee.request("INVITE", Conversation.TYPE, Conversation.SDP);
        Message glare = callee.finalOf("INVITE");
        assertThat(glare.status()).isEqualTo(491);
        callee.ackRefusal(glare);
        caller.joined(callee, open);
        callee.request("INVITE", Conversation.TYPE, Conversation.SDP);
        callee.joined(caller, pbx.await("INVITE "));
        caller.request("BYE");
        callee.hungUp();
        assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
    }

    /** RFC 3261 §14.1: each was sent before the other's came; both are refused, and both have a second try. */
    @Test
    void reInvitesThatPassEachOtherAreBothRefusedAndTriedAgain() {
        answer();
        caller.request("INVITE", Conversation.TYPE, Conversation.SDP);
        callee.request("INVITE", Conversation.TYPE, Conversation.SDP);
        Message open = carrier.await("INVITE ");
        callee.respond(open, "491 Request Pending");
        for (Conversation side : new Conversation[] {callee, caller}) {
            Message glare = side.finalOf("INVITE");
            assertThat(glare.status()).isEqualTo(491);
            side.ackRefusal(glare);
        }
        callee.request("INVITE", Conversation.TYPE, Conversation.SDP);
        callee.joined(caller, pbx.await("INVITE "));
        caller.request("INVITE", Conversation.TYPE, Conversation.SDP);
        caller.joined(callee, carrier.await("INVITE "));
        callee.request("BYE");
        caller.hungUp();
        assertThat(callee.finalOf("BYE").status()).isEqualTo(200);
    }

    @Test
    void theCallerHangsUpWhileTheCalleesReInviteIsUnderWay() {
        answer();
        callee.request("INVITE", Conversation.TYPE, Conversation.SDP);
        Message open = pbx.await("INVITE ");
        caller.request("BYE");
        assertThat(carrier.await("SIP/2.0 487").header("CSeq")).endsWith("INVITE");
        callee.hungUp();
        assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
        pbx.respond(open, "487 Request Terminated", "", "", "");
        pbx.await("ACK ");
    }

    /** The BYE meets the answer to the re-INVITE: that answer is acknowledged all the same. */
    @Test
    void theAnswerOfTheReInviteCrossesTheBye() {
        answer();
        caller.request("INVITE", Conversation.TYPE, Conversation.SDP);
        Message open = carrier.expect("INVITE ");
        caller.request("BYE");
        pbx.await("SIP/2.0 487");
        callee.respond(open, "200 OK", Conversation.TYPE, Conversation.SDP);
        callee.hungUp();
        assertThat(carrier.await("ACK ").header("CSeq"))
                .isEqualTo(open.header("CSeq").replace("INVITE", "ACK"));
    }

    /** RFC 3261 §9.2: a CANCEL after the answer changes nothing; the caller hangs up by BYE. */
    @Test
    void theCancelCrossesTheAnswer() {
        Message invite = carrier.expect("INVITE ");
        callee = Conversation.of(carrier, invite);
        callee.respond(invite, "200 OK", Conversation.TYPE, Conversation.SDP);
        Message ok = pbx.await("SIP/2.0 200");
        caller.cancel();
        assertThat(pbx.await("SIP/2.0 200 OK").header("CSeq")).endsWith("CANCEL");
        caller.established(ok);
        caller.ack();
        carrier.await("ACK ");
        caller.request("BYE");
        callee.hungUp();
        assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
    }

    /** RFC 3261 §15: the callee hangs up before the ACK has come; it comes nevertheless. */
    @Test
    void theByeOvertakesTheAcknowledgement() {
        Message invite = carrier.expect("INVITE ");
        callee = Conversation.of(carrier, invite);
        callee.respond(invite, "200 OK", Conversation.TYPE, Conversation.SDP);
        Message ok = pbx.await("SIP/2.0 200");
        callee.request("BYE");
        assertThat(callee.finalOf("BYE").status()).isEqualTo(200);
        caller.established(ok);
        caller.ack();
        caller.hungUp();
    }

    /** The command says the same as the socket. */
    @Test
    void theCountersOfTheCommandReturnToZero() {
        answer();
        assertThat(status()).contains("\"calls\": 1", "\"legs\": 2", "\"records_open\": 1");
        caller.request("BYE");
        callee.request("BYE");
        callee.hungUp();
        Await.until(
                "the transactions end, too",
                Duration.ofSeconds(40),
                () -> server.counters().empty());
        assertThat(status())
                .contains("\"calls\": 0", "\"legs\": 0", "\"dialogs\": 0", "\"records_open\": 0")
                .contains("\"transactions\": 0");
    }

    private String status() {
        String said = SwitchboardServer.command(
                folder, "status", "--data", server.data().toString(), "--json");
        assertThat(said).startsWith("0\n");
        return said.replaceAll("\" *: *", "\": ");
    }
}
