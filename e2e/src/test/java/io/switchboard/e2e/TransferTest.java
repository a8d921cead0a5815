package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A caller from the PBX talks with Alice, who transfers him to Bob (RFC 5589). */
class TransferTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private SwitchboardServer server;

    @SuppressWarnings("NullAway.Init")
    private SipPeer pbx;

    @SuppressWarnings("NullAway.Init")
    private SipPeer alice;

    @SuppressWarnings("NullAway.Init")
    private SipPeer bob;

    @SuppressWarnings("NullAway.Init")
    private Conversation caller;

    @SuppressWarnings("NullAway.Init")
    private Conversation transferor;

    @BeforeEach
    void talk() {
        server = SwitchboardServer.start(
                folder,
                new Setup()
                        .account("alice", "1001")
                        .account("bob", "1002")
                        .route("3000", "\"conference:3000\"")
                        .timer("ring_timeout", "5s")
                        .withoutTransfers());
        pbx = SipPeer.udp(Setup.PBX, server.port());
        alice = SipPeer.udp("127.0.0.1", server.port());
        bob = SipPeer.udp("127.0.0.1", server.port());
        Registering.register(alice, "alice");
        Registering.register(bob, "bob");
        caller = Conversation.fromPbx(pbx, "1001").invite("");
        Message invite = alice.expect("INVITE ");
        transferor = Conversation.of(alice, invite);
        caller.joined(transferor, invite);
    }

    @AfterEach
    void stop() {
        try {
            new Scene(server, "udp").assertNothingLeft();
        } finally {
            pbx.close();
            alice.close();
            bob.close();
            server.close();
        }
    }

    private void refer(String target) {
        Message accepted = transferor.prove("REFER", "alice", "Refer-To: <" + target + ">\r\n", "");
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(reported()).isEqualTo("SIP/2.0 100 Trying active");
    }

    /** The next report, answered. */
    private String reported() {
        Message notify = alice.await("NOTIFY ");
        assertThat(notify.header("Event")).isEqualTo("refer");
        assertThat(notify.header("Content-Type")).isEqualTo("message/sipfrag;version=2.0");
        transferor.respond(notify, "200 OK");
        String state = notify.header("Subscription-State");
        return notify.body().strip() + " " + state.replaceAll(";expires=.*", "");
    }

    /** Caller and target are joined: fresh offer from the one, answer from the other. */
    private void joined(Conversation target) {
        Message asked = pbx.await("INVITE ");
        assertThat(asked.body()).isEmpty();
        String offer = Conversation.SDP.replace("40000", "40002");
        caller.respond(asked, "200 OK", Conversation.TYPE, offer);
        Message offered = bob.await("INVITE ");
        assertThat(offered.body()).isEqualTo(offer);
        String answer = Conversation.SDP.replace("40000", "40004");
        target.respond(offered, "200 OK", Conversation.TYPE, answer);
        bob.await("ACK ");
        assertThat(pbx.await("ACK ").body()).isEqualTo(answer);
    }

    private void callerAndTargetHangUp(Conversation target) {
        caller.request("BYE");
        target.hungUp();
        assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
    }

    private String lastRecord(int count) {
        Await.until(
                "the record is written",
                Duration.ofSeconds(5),
                () -> server.records().size() == count);
        return server.records().get(count - 1);
    }

    @Test
    void aBlindTransferReachesItsTarget() {
        refer("sip:1002@" + Setup.DOMAIN);
        Message invite = bob.await("INVITE ");
        assertThat(invite.header("Referred-By")).isEqualTo("<sip:alice@" + Setup.DOMAIN + ">");
        assertThat(invite.header("From")).contains("4711");
        assertThat(invite.body()).isEqualTo(Conversation.SDP);
        Conversation target = Conversation.of(bob, invite);
        target.respond(invite, "180 Ringing");
        assertThat(reported()).isEqualTo("SIP/2.0 180 Ringing active");
        target.respond(invite, "200 OK", Conversation.TYPE, Conversation.SDP);
        bob.await("ACK ");
        joined(target);
        assertThat(reported()).isEqualTo("SIP/2.0 200 OK terminated;reason=noresource");
        transferor.hungUp();
        callerAndTargetHangUp(target);
        assertThat(lastRecord(1)).contains("\"transferred_by\":\"account:alice@" + Setup.DOMAIN + "\"");
    }

    /** The transferee's own phone is brought into the room. */
    @Test
    void aBlindTransferIntoARoom() {
        refer("sip:3000@" + Setup.DOMAIN);
        Message invite = pbx.await("INVITE ");
        assertThat(invite.body()).contains("m=audio", "PCMU");
        caller.respond(invite, "200 OK", Conversation.TYPE, Conversation.SDP);
        pbx.await("ACK ");
        assertThat(reported()).isEqualTo("SIP/2.0 200 OK terminated;reason=noresource");
        transferor.hungUp();
        assertThat(server.ask("conference list")).contains("\"name\":\"3000\"", "\"stage\":\"in\"");
        caller.request("BYE");
        assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
        Await.until(
                "the room is gone",
                Duration.ofSeconds(10),
                () -> server.counters().get("conferences") == 0);
    }

    @Test
    void aBusyTargetLeavesTheCallAsItWas() {
        refer("sip:1002@" + Setup.DOMAIN);
        Message invite = bob.await("INVITE ");
        Conversation.of(bob, invite).respond(invite, "486 Busy Here");
        bob.await("ACK ");
        assertThat(reported()).isEqualTo("SIP/2.0 486 Busy Here terminated;reason=noresource");
        caller.request("INFO");
        Message info = alice.await("INFO ");
        transferor.respond(info, "200 OK");
        assertThat(caller.finalOf("INFO").status()).isEqualTo(200);
        transferor.bye("alice");
        caller.hungUp();
    }

    @Test
    void aTargetThatNobodyAnswersIsCancelled() {
        refer("sip:1002@" + Setup.DOMAIN);
        Message invite = bob.await("INVITE ");
        Conversation target = Conversation.of(bob, invite);
        target.respond(invite, "180 Ringing");
        assertThat(reported()).isEqualTo("SIP/2.0 180 Ringing active");
        bob.respond(bob.await("CANCEL "), "200 OK", "", "", "");
        target.respond(invite, "487 Request Terminated");
        bob.await("ACK ");
        assertThat(reported()).isEqualTo("SIP/2.0 480 Temporarily Unavailable terminated;reason=noresource");
        transferor.bye("alice");
        caller.hungUp();
    }

    @Test
    void aTransfereeThatHangsUpEndsEverything() {
        refer("sip:1002@" + Setup.DOMAIN);
        Message invite = bob.await("INVITE ");
        Conversation target = Conversation.of(bob, invite);
        target.respond(invite, "180 Ringing");
        assertThat(reported()).isEqualTo("SIP/2.0 180 Ringing active");
        caller.request("BYE");
        assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
        bob.respond(bob.await("CANCEL "), "200 OK", "", "", "");
        target.respond(invite, "487 Request Terminated");
        bob.await("ACK ");
        assertThat(reported()).isEqualTo("SIP/2.0 487 Request Terminated terminated;reason=noresource");
        transferor.hungUp();
    }

    @Test
    void aTransferorThatHangsUpIsNotNeeded() {
        refer("sip:1002@" + Setup.DOMAIN);
        transferor.bye("alice");
        Message invite = bob.await("INVITE ");
        Conversation target = Conversation.of(bob, invite);
        target.respond(invite, "200 OK", Conversation.TYPE, Conversation.SDP);
        bob.await("ACK ");
        joined(target);
        callerAndTargetHangUp(target);
        lastRecord(1);
    }

    @Test
    void aTransfereeWhoseTargetFailsWithNobodyLeftIsToldWhy() {
        refer("sip:1002@" + Setup.DOMAIN);
        transferor.bye("alice");
        Message invite = bob.await("INVITE ");
        Conversation.of(bob, invite).respond(invite, "603 Decline");
        bob.await("ACK ");
        Message bye = pbx.await("BYE ");
        assertThat(bye.header("Reason")).startsWith("SIP;cause=603");
        caller.respond(bye, "200 OK");
        assertThat(lastRecord(1)).contains("\"hangup\":\"server\"", "SIP;cause=603");
    }

    /** RFC 5589 section 7: Alice has asked Bob first. */
    @Test
    void anAttendedTransferJoinsTheOtherSides() {
        Conversation asking = Conversation.from(alice, "sip:alice@" + Setup.DOMAIN, "sip:1002@" + Setup.DOMAIN)
                .proven("INVITE", "alice", Conversation.TYPE, Conversation.SDP);
        Message invite = bob.await("INVITE ");
        Conversation target = Conversation.of(bob, invite);
        Message ok = asking.joined(target, invite);
        String replaces =
                asking.callId() + "%3Bto-tag%3D" + tag(ok.header("To")) + "%3Bfrom-tag%3D" + tag(ok.header("From"));
        refer("sip:1002@" + Setup.DOMAIN + "?Replaces=" + replaces);
        joined(target);
        assertThat(reported()).isEqualTo("SIP/2.0 200 OK terminated;reason=noresource");
        transferor.hungUp();
        asking.hungUp();
        callerAndTargetHangUp(target);
        assertThat(lastRecord(2)).contains("\"transferred_by\"");
    }

    /** The same, but Bob's phone still rings; Alice gives up both calls as soon as the REFER is accepted. */
    @Test
    void anAttendedTransferToARingingPhone() {
        Conversation asking = Conversation.from(alice, "sip:alice@" + Setup.DOMAIN, "sip:1002@" + Setup.DOMAIN)
                .proven("INVITE", "alice", Conversation.TYPE, Conversation.SDP);
        Message invite = bob.await("INVITE ");
        Conversation target = Conversation.of(bob, invite);
        target.respond(invite, "180 Ringing");
        Message ringing = alice.await("SIP/2.0 180");
        String replaces = asking.callId() + "%3Bto-tag%3D" + tag(ringing.header("To")) + "%3Bfrom-tag%3D"
                + tag(ringing.header("From"));
        refer("sip:1002@" + Setup.DOMAIN + "?Replaces=" + replaces);
        assertThat(reported()).isEqualTo("SIP/2.0 180 Ringing active");
        target.respond(invite, "200 OK", Conversation.TYPE, Conversation.SDP);
        bob.await("ACK ");
        Message replaced = alice.await("SIP/2.0 487");
        assertThat(replaced.header("Reason")).contains("cause=200");
        asking.ackRefusal(replaced);
        joined(target);
        assertThat(reported()).isEqualTo("SIP/2.0 200 OK terminated;reason=noresource");
        transferor.hungUp();
        callerAndTargetHangUp(target);
        lastRecord(2);
    }

    /** RFC 3891: the caller, whom Alice talks with, takes her place in her call with Bob. */
    @Test
    void anInviteWithReplacesTakesOver() {
        Conversation asking = Conversation.from(alice, "sip:alice@" + Setup.DOMAIN, "sip:1002@" + Setup.DOMAIN)
                .proven("INVITE", "alice", Conversation.TYPE, Conversation.SDP);
        Message invite = bob.await("INVITE ");
        assertThat(String.join(", ", invite.all("Supported"))).contains("replaces");
        Conversation target = Conversation.of(bob, invite);
        Message ok = asking.joined(target, invite);
        assertThat(String.join(", ", ok.all("Supported"))).contains("replaces");
        Conversation taking = Conversation.fromPbx(pbx, "1002")
                .invite("Replaces: " + asking.callId() + ";to-tag=" + tag(ok.header("To")) + ";from-tag="
                        + tag(ok.header("From")) + "\r\n");
        target.respond(bob.await("INVITE "), "200 OK", Conversation.TYPE, Conversation.SDP);
        taking.answered();
        bob.await("ACK ");
        asking.hungUp();
        taking.request("BYE");
        target.hungUp();
        assertThat(taking.finalOf("BYE").status()).isEqualTo(200);
        transferor.bye("alice");
        caller.hungUp();
        assertThat(lastRecord(3)).isNotEmpty();
    }

    private static String tag(String value) {
        return value.substring(value.indexOf(";tag=") + 5);
    }

    @Test
    void wrongRefersAreRefused() {
        assertThat(transferor.prove("REFER", "alice", "", "").status()).isEqualTo(400);
        assertThat(transferor
                        .prove("REFER", "alice", "Refer-To: <tel:1002>\r\n", "")
                        .status())
                .isEqualTo(416);
        caller.request("REFER", "Refer-To: <sip:1002@" + Setup.DOMAIN + ">\r\n", "");
        assertThat(caller.finalOf("REFER").status()).isEqualTo(403);
        transferor.bye("alice");
        caller.hungUp();
    }
}
