package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.dialog.Dialog;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.transaction.ClientTransaction;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;

/** Alice talks with Bob, calls Carol, and transfers him to her while Carol's phone still rings. */
class EarlyTransferScenarioTest extends TransferScenario {
    private final Dialog second = alice.calling("<sip:alice@example.test>", "1002");

    @SuppressWarnings("NullAway.Init")
    private ClientTransaction asking;

    private void carolRings() {
        talkAnd(carol.destination());
        asking = alice.send(alice.request(second, Request.INVITE).body("application/sdp", ScriptedPhone.bytes(OFFER)));
        pass();
        ScriptedPhone.Received invite = carol.last(Request.INVITE);
        invite.respond(carol.reply(invite, 180, "carols"));
        pass();
        second.established(alice.response(180));
    }

    private void referToWhoRings() {
        refer("<sip:1002@example.test?Replaces=" + second.callId().replace("@", "%40") + "%3Bto-tag%3D"
                + second.remoteTag() + "%3Bfrom-tag%3D" + second.localTag() + ">");
    }

    @Test
    void whoAnswersTalksWithTheTransferee() {
        carolRings();
        referToWhoRings();
        assertThat(reports()).isEqualTo("100 180");
        carolAnswers();
        assertThat(alice.response(487).callId()).isEqualTo(second.callId());
        assertThat(alice.response(487).value(HeaderName.REASON)).isEqualTo(CallMachine.ELSEWHERE);
        bobOffers();
        carolTakesTheOffer();
        assertThat(reports()).isEqualTo("100 180 200!");
        answerReports();
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
        bobAndCarolTalk();
        bob.send(bob.request(fromBob, Request.BYE));
        pass();
        assertThat(carol.count(Request.BYE)).isEqualTo(1);
        nothingIsLeft();
        assertThat(server.closed).hasSize(2);
    }

    /** Most phones give up both calls once the REFER is accepted. */
    @Test
    void theTransferorNeedNotWait() {
        carolRings();
        referToWhoRings();
        asking.cancel("");
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        assertThat(carol.cancels).isEmpty();
        assertThat(bob.count(Request.BYE)).isZero();
        carolAnswers();
        bobOffers();
        carolTakesTheOffer();
        bobAndCarolTalk();
        carol.send(carol.request(fromCarol, Request.BYE));
        nothingIsLeft();
    }

    @Test
    void aRefusalGivesTheTransfereeBack() {
        carolRings();
        referToWhoRings();
        ScriptedPhone.Received invite = carol.last(Request.INVITE);
        invite.respond(carol.reply(invite, 486, "carols"));
        pass();
        assertThat(alice.response(486).callId()).isEqualTo(second.callId());
        assertThat(reports()).isEqualTo("100 180 486!");
        answerReports();
        assertThat(bob.count(Request.BYE)).isZero();
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        assertThat(bob.count(Request.BYE)).isEqualTo(1);
        nothingIsLeft();
    }

    @Test
    void aTransfereeThatHangsUpLeavesTheOtherCallRinging() {
        carolRings();
        referToWhoRings();
        bob.send(bob.request(fromBob, Request.BYE));
        pass();
        assertThat(reports()).isEqualTo("100 180 487!");
        answerReports();
        assertThat(carol.cancels).isEmpty();
        carolAnswers();
        assertThat(alice.response(200).callId()).isEqualTo(second.callId());
        second.established(alice.response(200));
        alice.ack(second, second.lastCseq(), "");
        pass();
        carol.send(carol.request(fromCarol, Request.BYE));
        nothingIsLeft();
    }

    @Test
    void nobodyIsLeftToRingFor() {
        carolRings();
        referToWhoRings();
        asking.cancel("");
        pass();
        bob.send(bob.request(fromBob, Request.BYE));
        pass();
        assertThat(carol.cancels).hasSize(1);
        answerReports();
        nothingIsLeft();
    }

    /** The target answers and refuses the transferee's media: the first call is as before. */
    @Test
    void aTargetThatCannotBeJoinedIsHungUp() {
        carolRings();
        referToWhoRings();
        carolAnswers();
        ScriptedPhone.Received asked = bob.last(Request.INVITE);
        asked.respond(bob.reply(asked, 488, "bobs"));
        pass();
        assertThat(reports()).isEqualTo("100 180 488!");
        assertThat(carol.count(Request.BYE)).isEqualTo(1);
        answerReports();
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }

    /** Somebody else's ringing call, and one's own that was answered meanwhile by nobody. */
    @Test
    void whatMayNotBeGivenAwayIsReported() {
        carolRings();
        refer("<sip:1002@example.test?Replaces=" + second.callId().replace("@", "%40")
                + "%3Bto-tag%3Dwrong%3Bfrom-tag%3Dwrong>");
        // A dialog that is not the server's goes to the target as it is.
        assertThat(carol.last(Request.INVITE).request().value(HeaderName.REPLACES))
                .isEqualTo(second.callId() + ";to-tag=wrong;from-tag=wrong");
        ScriptedPhone.Received invite = carol.last(Request.INVITE);
        invite.respond(carol.reply(invite, 481, "c2"));
        pass();
        assertThat(reports()).isEqualTo("100 481!");
        answerReports();
        asking.cancel("");
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }

    /** RFC 5589 says nothing of a transferor that changes its mind: it takes the transferee off hold. */
    @Test
    void aTransferorThatEndsTheHoldHasTheTransfereeBack() {
        talkAnd(carol.destination());
        reinvite("sendonly");
        refer("<sip:1002@example.test>");
        ScriptedPhone.Received invite = carol.last(Request.INVITE);
        invite.respond(carol.reply(invite, 180, "carols"));
        pass();
        reinvite("sendrecv");
        assertThat(carol.cancels).hasSize(1);
        assertThat(reports()).isEqualTo("100 180 487!");
        answerReports();
        assertThat(bob.count(Request.BYE)).isZero();
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }

    private void reinvite(String direction) {
        String sdp =
                "v=0\r\no=- 1 1 IN IP4 10.0.0.2\r\ns=-\r\nc=IN IP4 10.0.0.2\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\na="
                        + direction + "\r\n";
        alice.send(alice.request(fromAlice, Request.INVITE).body("application/sdp", ScriptedPhone.bytes(sdp)));
        pass();
        ScriptedPhone.Received again = bob.last(Request.INVITE);
        again.respond(bob.reply(again, 200, "bobs").body("application/sdp", ScriptedPhone.bytes(BOBS)));
        pass();
        alice.ack(fromAlice, fromAlice.lastCseq(), "");
        pass();
    }
}
