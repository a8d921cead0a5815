package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call from the PBX rings Alice's phone, and somebody else picks it up (RFC 3891, RFC 5359 §2.16). */
class PickupTest {
    private static final String PICKERS = Conversation.SDP.replace("40000", "40006");

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
    private SipPeer other;

    @SuppressWarnings("NullAway.Init")
    private Conversation caller;

    @SuppressWarnings("NullAway.Init")
    private Conversation rung;

    @SuppressWarnings("NullAway.Init")
    private Message invite;

    @BeforeEach
    void ring() {
        server = SwitchboardServer.start(
                folder,
                new Setup()
                        .accountOf("alice", "1001", "pickup: [sales]")
                        .accountOf("bob", "1002", "pickup: [sales, support]")
                        .account("carol", "1003"));
        pbx = SipPeer.udp(Setup.PBX, server.port());
        alice = SipPeer.udp("127.0.0.1", server.port());
        other = SipPeer.udp("127.0.0.1", server.port());
        Registering.register(alice, "alice");
        caller = Conversation.fromPbx(pbx, "1001").invite("");
        invite = alice.await("INVITE ");
        rung = Conversation.of(alice, invite);
        rung.respond(invite, "180 Ringing");
        pbx.await("SIP/2.0 180");
    }

    @AfterEach
    void stop() {
        try {
            new Scene(server, "udp").assertNothingLeft();
        } finally {
            pbx.close();
            alice.close();
            other.close();
            server.close();
        }
    }

    private Conversation picksUp(String account, String parameters) {
        String replaces = "Replaces: " + rung.callId() + ";to-tag=" + tag(invite.header("From")) + ";from-tag="
                + rung.tag() + parameters + "\r\n";
        return Conversation.from(other, "sip:" + account + "@" + Setup.DOMAIN, "sip:1001@" + Setup.DOMAIN)
                .proven("INVITE", account, replaces + Conversation.TYPE, PICKERS);
    }

    private static int refused(Conversation picker) {
        Message refusal = picker.finalOf("INVITE");
        picker.ackRefusal(refusal);
        return refusal.status();
    }

    private static String tag(String value) {
        return value.substring(value.indexOf(";tag=") + 5);
    }

    private void aliceStopsRinging(String reason) {
        Message cancel = alice.await("CANCEL ");
        assertThat(String.join(", ", cancel.all("Reason"))).contains(reason);
        alice.respond(cancel, "200 OK", "", "", "");
        rung.respond(invite, "487 Request Terminated");
        alice.await("ACK ");
    }

    @Test
    void aColleagueOfTheGroupPicksUp() {
        Conversation picker = picksUp("bob", ";early-only");
        aliceStopsRinging("cause=200");
        Message ok = caller.answered();
        assertThat(ok.body()).isEqualTo(PICKERS);
        assertThat(picker.answered().body()).isEqualTo(Conversation.SDP);
        caller.request("BYE");
        picker.hungUp();
        assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
        Await.until(
                "both records are written",
                Duration.ofSeconds(5),
                () -> server.records().size() == 2);
        assertThat(server.records())
                .anyMatch(record -> record.contains("account:bob@" + Setup.DOMAIN)
                        && record.contains("\"transferred_by\":\"account:alice@" + Setup.DOMAIN + "\""));
    }

    @Test
    void othersMayNot() {
        assertThat(refused(picksUp("carol", ""))).isEqualTo(403);
        caller.cancel();
        aliceStopsRinging("");
        caller.ackRefusal(pbx.await("SIP/2.0 487"));
    }

    /** RFC 3891 §3: 603 for a call that is over, 486 for one that was answered, if only a ringing one is wanted. */
    @Test
    void whatIsOverIsDeclined() {
        rung.respond(invite, "200 OK", Conversation.TYPE, Conversation.SDP);
        caller.answered();
        alice.await("ACK ");
        assertThat(refused(picksUp("bob", ";early-only"))).isEqualTo(486);
        assertThat(refused(picksUp("bob", ""))).isEqualTo(403); // it is Alice's call now
        caller.request("BYE");
        rung.hungUp();
        assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
        new Scene(server, "udp").assertNothingLeft();
        assertThat(refused(picksUp("bob", ""))).isEqualTo(603);
    }
}
