package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.auth.Account;
import io.switchboard.sip.cdr.CallRecord.Hangup;
import io.switchboard.sip.dialog.Dialog;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.transaction.ClientTransaction;
import javax.sip.message.Request;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alice calls Bob, whose phone rings; Carol picks up by an INVITE with Replaces (RFC 3891, RFC 5359 section 2.16). */
class PickupScenarioTest extends Scenario {
    private static final String NEW = "v=0\r\ns=new\r\n";

    private final Dialog fromCarol = carol.calling("<sip:carol@example.test>", "1001");

    @SuppressWarnings("NullAway.Init")
    private ScriptedPhone.Received ringing;

    @SuppressWarnings("NullAway.Init")
    private ClientTransaction calling;

    private static Party.Phone phone(String user) {
        return new Party.Phone(new Account(user, "example.test", "", "", ""), 0);
    }

    @BeforeEach
    void alicesIsAPhone() {
        server.caller = phone("alice");
        dials(bob.destination(phone("bob")));
    }

    private void bobRings(String offer) {
        RequestBuilder invite = invite();
        if (!offer.isEmpty()) {
            invite.body("application/sdp", ScriptedPhone.bytes(offer));
        }
        calling = alice.send(invite);
        pass();
        ringing = bob.last(Request.INVITE);
        ringing.respond(bob.reply(ringing, 180, "bobs"));
        pass();
        server.caller = phone("carol");
    }

    /** As Bob's phone shows it to those who watch it (RFC 4235): its peer's tag is ours. */
    private String bobs() {
        return ringing.request().callId() + ";to-tag=" + ringing.request().fromTag() + ";from-tag=bobs";
    }

    private ClientTransaction picksUp(String replaces, String offer) {
        RequestBuilder invite = carol.request(fromCarol, Request.INVITE).header(HeaderName.REPLACES, replaces);
        if (!offer.isEmpty()) {
            invite.body("application/sdp", ScriptedPhone.bytes(offer));
        }
        ClientTransaction sent = carol.send(invite);
        pass();
        return sent;
    }

    private void talksWithAlice() {
        carol.send(carol.request(fromCarol, Request.INFO));
        pass();
        ScriptedPhone.Received info = alice.last(Request.INFO);
        info.respond(alice.reply(info, 200, fromAlice.localTag()));
        alice.send(alice.request(fromAlice, Request.BYE).header(HeaderName.REASON, "Q.850;cause=16"));
        pass();
        assertThat(carol.last(Request.BYE).request().value(HeaderName.REASON)).isEqualTo("Q.850;cause=16");
        nothingIsLeft();
    }

    @Test
    void whoPicksUpTalksWithTheCaller() {
        bobRings(OFFER);
        picksUp(bobs() + ";early-only", NEW);
        assertThat(bob.cancels.get(0).value(HeaderName.REASON)).isEqualTo(CallMachine.ELSEWHERE);
        assertThat(text(alice.response(200))).endsWith(NEW);
        assertThat(carol.responses).noneMatch(response -> response.status() == 200);
        fromAlice.established(alice.response(200));
        alice.ack(fromAlice, fromAlice.lastCseq(), "");
        pass();
        assertThat(text(carol.response(200))).endsWith(OFFER);
        fromCarol.established(carol.response(200));
        carol.ack(fromCarol, fromCarol.lastCseq(), "");
        pass();
        talksWithAlice();
        assertThat(server.closed).hasSize(2);
        assertThat(server.closed.get(0).hangup()).as("of the picker's own call").isEqualTo(Hangup.CALLER);
        assertThat(server.closed.get(1).legs().get(1).status()).isEqualTo(487);
        assertThat(server.closed.get(1).legs().get(2).via()).isEqualTo("account:carol@example.test");
        assertThat(server.closed.get(1).legs().get(2).transferredBy()).isEqualTo("account:bob@example.test");
    }

    /** Alice's call has no offer: hers is the answer, in the ACK. */
    @Test
    void aCallWithoutOfferIsOfferedThePickersMedia() {
        bobRings("");
        picksUp(bobs(), NEW);
        assertThat(text(alice.response(200))).endsWith(NEW);
        fromAlice.established(alice.response(200));
        alice.ack(fromAlice, fromAlice.lastCseq(), ANSWER);
        pass();
        assertThat(text(carol.response(200))).endsWith(ANSWER);
        fromCarol.established(carol.response(200));
        carol.ack(fromCarol, fromCarol.lastCseq(), "");
        pass();
        talksWithAlice();
    }

    @Test
    void aPickerWithoutOfferIsOfferedTheCallersMedia() {
        bobRings(OFFER);
        picksUp(bobs(), "");
        assertThat(text(carol.response(200))).endsWith(OFFER);
        fromCarol.established(carol.response(200));
        carol.ack(fromCarol, fromCarol.lastCseq(), NEW);
        pass();
        assertThat(text(alice.response(200))).endsWith(NEW);
        fromAlice.established(alice.response(200));
        alice.ack(fromAlice, fromAlice.lastCseq(), "");
        pass();
        talksWithAlice();
    }

    @Test
    void anExceptionEndsThePickersCallAndItRingsOn() {
        bobRings(OFFER);
        server.failOnOpen = true;
        picksUp(bobs(), NEW);
        assertThat(carol.response(500).cseqMethod()).isEqualTo(Request.INVITE);
        assertThat(server.calls.crashes()).isEqualTo(1);
        assertThat(bob.cancels).isEmpty();
        picksUp(bobs(), NEW);
        assertThat(bob.cancels).as("picked up by the next").hasSize(1);
        fromAlice.established(alice.response(200));
        alice.ack(fromAlice, fromAlice.lastCseq(), "");
        pass();
        fromCarol.established(carol.response(200));
        carol.ack(fromCarol, fromCarol.lastCseq(), "");
        pass();
        talksWithAlice();
    }

    @Test
    void tagsMayBeTheWrongWayRound() {
        bobRings(OFFER);
        picksUp(
                ringing.request().callId() + ";to-tag=bobs;from-tag="
                        + ringing.request().fromTag(),
                NEW);
        fromAlice.established(alice.response(200));
        alice.ack(fromAlice, fromAlice.lastCseq(), "");
        pass();
        fromCarol.established(carol.response(200));
        carol.ack(fromCarol, fromCarol.lastCseq(), "");
        pass();
        talksWithAlice();
    }

    @Test
    void aCallerWhoIsGoneIsNotPickedUp() {
        bobRings(OFFER);
        picksUp(bobs(), NEW);
        fromAlice.established(alice.response(200));
        alice.ack(fromAlice, fromAlice.lastCseq(), "");
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        fromCarol.established(carol.response(200));
        carol.ack(fromCarol, fromCarol.lastCseq(), "");
        pass();
        assertThat(carol.count(Request.BYE)).isEqualTo(1);
        nothingIsLeft();
    }

    @Test
    void aPickerWhoGivesUpEndsTheCall() {
        bobRings(OFFER);
        ClientTransaction picking = picksUp(bobs(), NEW);
        carol.responses.clear();
        picking.cancel("");
        pass();
        assertThat(carol.response(487).cseqMethod()).isEqualTo(Request.INVITE);
        fromAlice.established(alice.response(200));
        alice.ack(fromAlice, fromAlice.lastCseq(), "");
        pass();
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
        nothingIsLeft();
    }

    @Test
    void whoMayNotPickUpIsRefused() {
        server.settings = new CallSettings(
                "example.test",
                500,
                4000,
                1800,
                90,
                0,
                CallSettings.ReferBy.SERVER,
                true,
                (picker, rung) -> picker.equals("dave") && rung.equals("bob"));
        bobRings(OFFER);
        picksUp(bobs(), NEW);
        assertThat(carol.response(403).cseqMethod()).isEqualTo(Request.INVITE);
        server.caller = new Party.Trunk("t", false, false, 0, null, user -> false);
        carol.responses.clear();
        picksUp(bobs(), NEW);
        assertThat(carol.response(403).cseqMethod()).isEqualTo(Request.INVITE);
        server.caller = phone("dave");
        picksUp(bobs(), NEW);
        assertThat(bob.cancels).hasSize(1);
        fromAlice.established(alice.response(200));
        alice.ack(fromAlice, fromAlice.lastCseq(), "");
        pass();
        fromCarol.established(carol.response(200));
        carol.ack(fromCarol, fromCarol.lastCseq(), "");
        pass();
        talksWithAlice();
    }

    /** RFC 3891 section 3: 603 for a dialog that is over. */
    @Test
    void whatIsOverCannotBePickedUp() {
        bobRings(OFFER);
        calling.cancel("");
        pass();
        picksUp(bobs(), NEW);
        assertThat(carol.response(603).cseqMethod()).isEqualTo(Request.INVITE);
        nothingIsLeft();
    }

    /** Alice's mobile takes the place of her desk phone, while Bob's rings. */
    @Test
    void theCallerIsReplacedWhileItRings() {
        bobRings(OFFER);
        server.caller = phone("alice");
        String alices =
                fromAlice.callId() + ";to-tag=" + alice.response(180).toTag() + ";from-tag=" + fromAlice.localTag();
        picksUp(alices, NEW);
        assertThat(carol.response(180).toTag()).isNotNull();
        assertThat(bob.cancels).isEmpty();
        fromBob = bob.called(ringing, "bobs");
        ringing.respond(bob.reply(ringing, 200, "bobs").body("application/sdp", ScriptedPhone.bytes(ANSWER)));
        pass();
        assertThat(alice.response(487).value(HeaderName.REASON)).isEqualTo(CallMachine.ELSEWHERE);
        ScriptedPhone.Received offered = bob.last(Request.INVITE);
        assertThat(text(offered.request())).endsWith(NEW);
        offered.respond(bob.reply(offered, 200, "bobs").body("application/sdp", ScriptedPhone.bytes(ANSWER)));
        pass();
        fromCarol.established(carol.response(200));
        carol.ack(fromCarol, fromCarol.lastCseq(), "");
        pass();
        bob.send(bob.request(fromBob, Request.BYE));
        pass();
        assertThat(carol.count(Request.BYE)).isEqualTo(1);
        nothingIsLeft();
    }

    @Test
    void aNewCallerHearsTheRefusal() {
        bobRings(OFFER);
        server.caller = phone("alice");
        String alices =
                fromAlice.callId() + ";to-tag=" + alice.response(180).toTag() + ";from-tag=" + fromAlice.localTag();
        picksUp(alices, NEW);
        ringing.respond(bob.reply(ringing, 486, "bobs"));
        pass();
        assertThat(carol.response(486).cseqMethod()).isEqualTo(Request.INVITE);
        assertThat(alice.response(486).cseqMethod()).isEqualTo(Request.INVITE);
        nothingIsLeft();
    }
}
