package io.switchboard.sip.call;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.auth.Account;
import io.switchboard.sip.dialog.Dialog;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.transaction.ClientTransaction;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;

/** Alice talks with Bob; her other phone, Carol's, takes over by an INVITE with Replaces (RFC 3891). */
class TakeoverScenarioTest extends Scenario {
    private static final String NEW = "v=0\r\ns=new\r\n";

    private final Dialog fromCarol = carol.calling("<sip:alice@example.test>", "1000");
    private String parameters = "";

    private void aliceTalks() {
        server.caller = new Party.Phone(new Account("alice", "example.test", "", "", ""), 0);
        talk();
    }

    private String alices() {
        return fromAlice.callId() + ";to-tag=" + fromAlice.remoteTag() + ";from-tag=" + fromAlice.localTag();
    }

    private ClientTransaction carolInvites(String replaces) {
        RequestBuilder invite = carol.request(fromCarol, Request.INVITE);
        invite.header(HeaderName.REPLACES, replaces + parameters);
        ClientTransaction sent = carol.send(invite.body("application/sdp", ScriptedPhone.bytes(NEW)));
        pass();
        return sent;
    }

    private void bobAnswers() {
        ScriptedPhone.Received offered = bob.last(Request.INVITE);
        assertThat(text(offered.request())).endsWith(NEW);
        offered.respond(bob.reply(offered, 200, "bobs").body("application/sdp", ScriptedPhone.bytes(ANSWER)));
        pass();
    }

    private void bobStillHearsAlice() {
        alice.send(alice.request(fromAlice, Request.INFO));
        pass();
        ScriptedPhone.Received info = bob.last(Request.INFO);
        info.respond(bob.reply(info, 200, "bobs"));
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        assertThat(bob.count(Request.BYE)).isEqualTo(1);
        nothingIsLeft();
    }

    @Test
    void aPhoneTakesTheCallOfAnotherPhoneOfItsAccount() {
        aliceTalks();
        carolInvites(alices());
        bobAnswers();
        fromCarol.established(carol.response(200));
        assertThat(text(carol.response(200))).endsWith(ANSWER);
        carol.ack(fromCarol, fromCarol.lastCseq(), "");
        pass();
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
        carol.send(carol.request(fromCarol, Request.INFO));
        pass();
        ScriptedPhone.Received info = bob.last(Request.INFO);
        info.respond(bob.reply(info, 200, "bobs"));
        bob.send(bob.request(fromBob, Request.BYE));
        pass();
        assertThat(carol.count(Request.BYE)).isEqualTo(1);
        nothingIsLeft();
        assertThat(server.closed).hasSize(2);
    }

    @Test
    void whatBobRefusesChangesNothing() {
        aliceTalks();
        carolInvites(alices());
        ScriptedPhone.Received offered = bob.last(Request.INVITE);
        offered.respond(bob.reply(offered, 488, "bobs"));
        pass();
        assertThat(carol.response(488).cseqMethod()).isEqualTo(Request.INVITE);
        bobStillHearsAlice();
    }

    @Test
    void anExceptionEndsTheNewCallAndNotTheOldOne() {
        aliceTalks();
        LegDialog bobs = Call.other(requireNonNull(server.calls.find(fromAlice.callId(), fromAlice.remoteTag())))
                .dialogs
                .main();
        requireNonNull(bobs).hop(null); // it has to be looked up again
        server.failOnLookup = true;
        carolInvites(alices());
        assertThat(server.failOnLookup).as("it was thrown").isFalse();
        assertThat(server.calls.crashes()).isEqualTo(1);
        assertThat(carol.response(500).cseqMethod()).isEqualTo(Request.INVITE);
        assertThat(server.calls.all()).hasSize(1).first().matches(Call::talks, "nothing is under way in it");
        bobStillHearsAlice();
    }

    @Test
    void anExceptionInTheMiddleLeavesNobodyBehind() {
        aliceTalks();
        carolInvites(alices());
        server.failOnUpdate = true;
        bobAnswers();
        assertThat(server.calls.crashes()).isEqualTo(1);
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
        assertThat(bob.count(Request.BYE)).isEqualTo(1);
        assertThat(server.calls.all()).hasSize(1).first().matches(call -> call.legs.size() == 1, "awaits Carol's ACK");
        nothingIsLeft();
    }

    @Test
    void anExceptionAfterAliceHasLeftLeavesNobodyBehind() {
        aliceTalks();
        carolInvites(alices());
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        carolsCrashes();
        assertThat(bob.count(Request.BYE)).isEqualTo(1);
        nothingIsLeft();
    }

    @Test
    void anExceptionBeforeBobAnswersWithdrawsWhatHeWasAsked() {
        aliceTalks();
        carolInvites(alices());
        ScriptedPhone.Received offered = bob.last(Request.INVITE);
        offered.respond(bob.reply(offered, 100, "bobs"));
        pass();
        carolsCrashes();
        assertThat(bob.cancels).hasSize(1);
        bobStillHearsAlice();
    }

    private void carolsCrashes() {
        for (Call call : ImmutableList.copyOf(server.calls.all())) {
            if (call.caller.dialogs.callId().equals(fromCarol.callId())) {
                call.crashed(new IllegalStateException("asked for by the test"));
            }
        }
        pass();
        assertThat(carol.response(500).cseqMethod()).isEqualTo(Request.INVITE);
    }

    @Test
    void aCallerWhoGivesUpChangesNothing() {
        aliceTalks();
        ClientTransaction inviting = carolInvites(alices());
        ScriptedPhone.Received offered = bob.last(Request.INVITE);
        offered.respond(bob.reply(offered, 100, "bobs"));
        pass();
        inviting.cancel("");
        pass();
        assertThat(carol.response(487).cseqMethod()).isEqualTo(Request.INVITE);
        assertThat(bob.cancels).hasSize(1);
        bobStillHearsAlice();
    }

    @Test
    void aliceMayHangUpBeforeBobAnswers() {
        aliceTalks();
        carolInvites(alices());
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        assertThat(bob.count(Request.BYE)).isZero();
        bobAnswers();
        fromCarol.established(carol.response(200));
        carol.ack(fromCarol, fromCarol.lastCseq(), "");
        pass();
        carol.send(carol.request(fromCarol, Request.BYE));
        pass();
        assertThat(bob.count(Request.BYE)).isEqualTo(1);
        nothingIsLeft();
    }

    /** RFC 3891 section 3. */
    @Test
    void whatMayNotBeTakenOverIsRefused() {
        aliceTalks();
        carolInvites("nobody;to-tag=a;from-tag=b");
        assertThat(carol.response(481).cseqMethod()).isEqualTo(Request.INVITE);
        carolInvites("nonsense");
        assertThat(carol.response(400).cseqMethod()).isEqualTo(Request.INVITE);
        parameters = ";early-only";
        carolInvites(alices());
        assertThat(carol.response(486).cseqMethod()).isEqualTo(Request.INVITE);
        parameters = "";
        server.caller = new Party.Phone(new Account("mallory", "example.test", "", "", ""), 0);
        carolInvites(alices());
        assertThat(carol.response(403).cseqMethod()).isEqualTo(Request.INVITE);
        bobStillHearsAlice();
    }
}
