package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.dialog.Dialog;
import io.switchboard.sip.message.HeaderName;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;

/** Alice talks with Bob and transfers him to Carol, message by message (RFC 3515, RFC 5589). */
class TransferScenarioTest extends TransferScenario {
    @Test
    void aBlindTransferJoinsTransfereeAndTarget() {
        talkAnd(carol.destination());
        refer("<sip:1002@example.test>");
        assertThat(alice.response(202).has(HeaderName.CONTACT)).isTrue();
        assertThat(reports()).isEqualTo("100");
        ScriptedPhone.Received invite = carol.last(Request.INVITE);
        assertThat(invite.request().value(HeaderName.REFERRED_BY)).isEqualTo("<sip:alice@example.test>");
        assertThat(text(invite.request())).endsWith(ANSWER);
        invite.respond(carol.reply(invite, 180, "carols"));
        pass();
        carolAnswers();
        bobOffers();
        carolTakesTheOffer();
        assertThat(reports()).isEqualTo("100 180 200!");
        assertThat(alice.count(Request.BYE)).isZero();
        long invites = bob.count(Request.INVITE);
        alice.send(invite()); // a hold that comes too late changes nothing for the others
        pass();
        assertThat(alice.response(491).cseqMethod()).isEqualTo(Request.INVITE);
        assertThat(bob.count(Request.INVITE)).isEqualTo(invites);
        answerReports();
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
        bobAndCarolTalk();
        carol.send(carol.request(fromCarol, Request.BYE).header(HeaderName.REASON, "Q.850;cause=16"));
        pass();
        assertThat(bob.last(Request.BYE).request().value(HeaderName.REASON)).isEqualTo("Q.850;cause=16");
        nothingIsLeft();
        assertThat(server.closed.get(0).legs().get(2).transferredBy()).isEqualTo("account:alice@example.test");
    }

    @Test
    void aBusyTargetLeavesTheCallAsItWas() {
        talkAnd(carol.destination());
        refer("sip:1002@example.test");
        ScriptedPhone.Received invite = carol.last(Request.INVITE);
        invite.respond(carol.reply(invite, 486, "c"));
        pass();
        assertThat(reports()).isEqualTo("100 486!");
        answerReports();
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
    void aTargetThatNobodyAnswersIsCancelled() {
        talkAnd(carol.destination());
        refer("<sip:1002@example.test>");
        ScriptedPhone.Received invite = carol.last(Request.INVITE);
        invite.respond(carol.reply(invite, 180, "c"));
        pass();
        answerReports();
        lane.advance(61_000);
        assertThat(carol.cancels).hasSize(1);
        assertThat(reports()).isEqualTo("100 180 480!");
        answerReports();
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }

    /** Most phones hang up right after the 202. */
    @Test
    void aTransferorThatHangsUpAtOnceIsNotNeeded() {
        talkAnd(carol.destination());
        refer("<sip:1002@example.test>");
        alice.send(alice.request(fromAlice, Request.BYE).header(HeaderName.REASON, "SIP;cause=200"));
        pass();
        assertThat(bob.count(Request.BYE)).isZero();
        carolAnswers();
        bobOffers();
        carolTakesTheOffer();
        bobAndCarolTalk();
        bob.send(bob.request(fromBob, Request.BYE));
        pass();
        assertThat(carol.last(Request.BYE).request().has(HeaderName.REASON)).isFalse();
        nothingIsLeft();
    }

    @Test
    void aTransfereeWithoutAnybodyIsToldWhy() {
        talkAnd(carol.destination());
        refer("<sip:1002@example.test>");
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        ScriptedPhone.Received invite = carol.last(Request.INVITE);
        invite.respond(carol.reply(invite, 603, "c"));
        pass();
        assertThat(bob.last(Request.BYE).request().value(HeaderName.REASON)).startsWith("SIP;cause=603");
        assertThat(server.closed.get(0).reason()).startsWith("SIP;cause=603");
        nothingIsLeft();
    }

    @Test
    void aTransfereeThatHangsUpEndsAll() {
        talkAnd(carol.destination());
        refer("<sip:1002@example.test>");
        ScriptedPhone.Received invite = carol.last(Request.INVITE);
        invite.respond(carol.reply(invite, 180, "c"));
        pass();
        bob.send(bob.request(fromBob, Request.BYE));
        pass();
        assertThat(carol.cancels).hasSize(1);
        assertThat(reports()).isEqualTo("100 180 487!");
        answerReports();
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
        nothingIsLeft();
    }

    /** RFC 3261 section 14.1: a re-INVITE that crosses is waited for. */
    @Test
    void aCrossingReinviteDelaysTheJoin() {
        talkAnd(carol.destination());
        refer("<sip:1002@example.test>");
        carolAnswers();
        ScriptedPhone.Received asked = bob.last(Request.INVITE);
        asked.respond(bob.reply(asked, 491, "bobs"));
        lane.advance(4_500);
        assertThat(bob.last(Request.INVITE).request().cseq())
                .isGreaterThan(asked.request().cseq());
        bobOffers();
        ScriptedPhone.Received offered = carol.last(Request.INVITE);
        offered.respond(carol.reply(offered, 491, "carols"));
        lane.advance(4_500);
        carolTakesTheOffer();
        assertThat(reports()).isEqualTo("100 200!");
        answerReports();
        bobAndCarolTalk();
        bob.send(bob.request(fromBob, Request.BYE));
        nothingIsLeft();
    }

    /** The target hangs up while it is being joined: Alice gets Bob back. */
    @Test
    void aTargetThatVanishesGivesTheTransfereeBack() {
        talkAnd(carol.destination());
        refer("<sip:1002@example.test>");
        carolAnswers();
        bobOffers();
        carol.send(carol.request(fromCarol, Request.BYE));
        pass();
        assertThat(reports()).isEqualTo("100 480!");
        bobOffers();
        ScriptedPhone.Received back = alice.last(Request.INVITE);
        assertThat(text(back.request())).endsWith(BOBS);
        back.respond(alice.reply(back, 200, "x").body("application/sdp", ScriptedPhone.bytes(OFFER)));
        pass();
        assertThat(text(bob.acks.get(bob.acks.size() - 1))).endsWith(OFFER);
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        assertThat(bob.count(Request.BYE)).isEqualTo(1);
        nothingIsLeft();
    }

    @Test
    void aReferWithoutSubscriptionIsNotReported() {
        talkAnd(carol.destination());
        alice.send(alice.request(fromAlice, Request.REFER)
                .header(HeaderName.REFER_TO, "<sip:1002@example.test>")
                .header(HeaderName.REFER_SUB, "false"));
        pass();
        assertThat(alice.response(202).value(HeaderName.REFER_SUB)).isEqualTo("false");
        carolAnswers();
        bobOffers();
        carolTakesTheOffer();
        assertThat(alice.count(Request.NOTIFY)).isZero();
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
        carol.send(carol.request(fromCarol, Request.BYE));
        nothingIsLeft();
    }

    @Test
    void wrongRefersAreRefused() {
        talkAnd(carol.destination());
        alice.send(alice.request(fromAlice, Request.REFER));
        pass();
        assertThat(alice.response(400).cseqMethod()).isEqualTo(Request.REFER);
        refer("<mailto:carol@example.test>");
        assertThat(alice.response(416).cseqMethod()).isEqualTo(Request.REFER);
        refer("<sip:1002@example.test;method=BYE>");
        assertThat(alice.response(501).cseqMethod()).isEqualTo(Request.REFER);
        bob.send(bob.request(fromBob, Request.REFER).header(HeaderName.REFER_TO, "<sip:1002@example.test>"));
        pass();
        assertThat(bob.response(403).cseqMethod()).isEqualTo(Request.REFER); // Bob is behind a trunk
        refer("<sip:1002@example.test>");
        refer("<sip:1003@example.test>");
        assertThat(alice.response(491).cseqMethod()).isEqualTo(Request.REFER);
        ScriptedPhone.Received invite = carol.last(Request.INVITE);
        invite.respond(carol.reply(invite, 486, "c"));
        pass();
        answerReports();
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }

    /** A number that the dial plan refuses. */
    @Test
    void whatMayNotBeDialledIsReported() {
        talk();
        server.planner = (invite, target, from) -> new CallPlan.Refuse("", 403, "");
        refer("<sip:0900@example.test>");
        assertThat(reports()).isEqualTo("100 403!");
        answerReports();
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }

    /** RFC 5589 section 7: Alice has asked Carol, and names that call. */
    @Test
    void anAttendedTransferJoinsTheTwoOtherSides() {
        talk();
        Dialog first = fromAlice;
        Dialog second = alice.calling("<sip:alice@example.test>", "1002");
        dials(carol.destination());
        alice.send(alice.request(second, Request.INVITE).body("application/sdp", ScriptedPhone.bytes(OFFER)));
        pass();
        carolAnswers();
        second.established(alice.response(200));
        alice.ack(second, second.lastCseq(), "");
        pass();
        String tags = "%3Bto-tag%3D" + second.remoteTag() + "%3Bfrom-tag%3D" + second.localTag();
        fromAlice = first;
        refer("<sip:1002@example.test?Replaces=" + second.callId().replace("@", "%40") + tags + ">");
        bobOffers();
        carolTakesTheOffer();
        assertThat(reports()).isEqualTo("100 200!");
        answerReports();
        assertThat(alice.count(Request.BYE)).isEqualTo(2);
        bobAndCarolTalk();
        assertThat(server.closed).hasSize(1);
        bob.send(bob.request(fromBob, Request.BYE));
        pass();
        assertThat(carol.count(Request.BYE)).isEqualTo(1);
        nothingIsLeft();
        assertThat(server.closed.get(1).legs().get(2).transferredBy()).isEqualTo("account:alice@example.test");
    }
}
