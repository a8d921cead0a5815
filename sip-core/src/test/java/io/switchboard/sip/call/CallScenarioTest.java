package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.dialog.Dialog;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ClientTransaction;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;

/** Calls step by step, the crossings among them. */
class CallScenarioTest extends Scenario {
    /** RFC 3261 section 16.7 step 10; the loser's 200 crosses its CANCEL (section 9.1). */
    @Test
    void bothForksAnswerAndTheSecondIsEndedWithBye() {
        dials(bob.destination(), carol.destination());
        carol.answersCancel = false;
        ScriptedPhone.Received first = calls(invite());
        ScriptedPhone.Received second = carol.last(Request.INVITE);
        first.respond(bob.reply(first, 200, "b"));
        second.respond(carol.reply(second, 200, "c"));
        pass();
        fromAlice.established(alice.response(200));
        alice.ack(fromAlice, 1, "");
        pass();
        assertThat(alice.responses).filteredOn(r -> r.status() == 200).hasSize(1);
        assertThat(carol.acks).hasSize(1);
        assertThat(carol.count(Request.BYE)).isEqualTo(1);
        assertThat(bob.count(Request.BYE)).isZero();
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        assertThat(bob.count(Request.BYE)).isEqualTo(1);
        nothingIsLeft();
    }

    /** RFC 3261 section 13.2.2.4: one INVITE of ours, forked behind the next hop. */
    @Test
    void secondAnswerOfAForkedInviteIsAcknowledgedAndEnded() {
        dials(bob.destination());
        ScriptedPhone.Received invite = calls(invite());
        invite.respond(bob.reply(invite, 200, "one"));
        invite.respond(bob.reply(invite, 200, "two"));
        pass();
        fromAlice.established(alice.response(200));
        alice.ack(fromAlice, 1, "");
        pass();
        assertThat(bob.acks).extracting(SipRequest::toTag).contains("one", "two");
        assertThat(bob.last(Request.BYE).request().toTag()).isEqualTo("two");
        assertThat(bob.count(Request.BYE)).isEqualTo(1);
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }

    /** RFC 3261 section 9.1. */
    @Test
    void cancelThatCrossesTheAnswerEndsTheCalleeWithBye() {
        dials(bob.destination());
        bob.answersCancel = false;
        ClientTransaction inviting = alice.send(invite());
        pass();
        ScriptedPhone.Received invite = bob.last(Request.INVITE);
        invite.respond(bob.reply(invite, 180, "b"));
        pass();
        inviting.cancel("SIP;cause=487;text=\"left\"");
        invite.respond(bob.reply(invite, 200, "b"));
        pass();
        lane.advance(1000);
        assertThat(bob.acks).isNotEmpty();
        SipResponse last = alice.responses.get(alice.responses.size() - 1);
        if (last.status() == 487) {
            assertThat(bob.last(Request.BYE).request().value(HeaderName.REASON))
                    .isEqualTo("SIP;cause=487;text=\"left\"");
        } else {
            fromAlice.established(alice.response(200));
            alice.ack(fromAlice, 1, "");
            alice.send(alice.request(fromAlice, Request.BYE));
        }
        nothingIsLeft();
    }

    @Test
    void byeThatCrossesAReinviteEndsBothSides() {
        talk();
        alice.send(alice.request(fromAlice, Request.INVITE).body("application/sdp", ScriptedPhone.bytes(OFFER)));
        bob.send(bob.request(fromBob, Request.BYE));
        lane.advance(1000);
        assertThat(alice.response(487).cseq()).isEqualTo(2);
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
        ScriptedPhone.Received late = bob.last(Request.INVITE);
        late.respond(bob.reply(late, 481, "bobs"));
        nothingIsLeft();
    }

    @Test
    void byeFromBothSidesIsAnsweredOnBoth() {
        talk();
        alice.send(alice.request(fromAlice, Request.BYE));
        bob.send(bob.request(fromBob, Request.BYE));
        pass();
        assertThat(alice.response(200).cseqMethod()).isEqualTo(Request.BYE);
        assertThat(bob.response(200).cseqMethod()).isEqualTo(Request.BYE);
        nothingIsLeft();
    }

    /** RFC 3261 section 14.2. */
    @Test
    void crossingReinvitesGetRequestPendingOnBothSides() {
        talk();
        alice.send(alice.request(fromAlice, Request.INVITE));
        bob.send(bob.request(fromBob, Request.INVITE));
        pass();
        assertThat(bob.response(491).cseqMethod()).isEqualTo(Request.INVITE);
        ScriptedPhone.Received relayed = bob.last(Request.INVITE);
        relayed.respond(bob.reply(relayed, 491, "bobs"));
        pass();
        assertThat(alice.response(491).cseqMethod()).isEqualTo(Request.INVITE);
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }

    /** RFC 3264 section 4: the offer comes with the 200, the answer with the ACK. */
    @Test
    void lateOfferIsAnsweredInTheAck() {
        dials(bob.destination());
        ScriptedPhone.Received invite = calls(invite());
        assertThat(invite.request().bodyLength()).isZero();
        invite.respond(bob.reply(invite, 200, "b").body("application/sdp", ScriptedPhone.bytes(OFFER)));
        pass();
        assertThat(bob.acks).as("no ACK before the caller's").isEmpty();
        assertThat(text(alice.response(200))).endsWith(OFFER);
        fromAlice.established(alice.response(200));
        alice.ack(fromAlice, 1, ANSWER);
        pass();
        assertThat(text(bob.acks.get(0)))
                .contains("Content-Type: application/sdp")
                .endsWith(ANSWER);
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }

    /** RFC 3262: RSeq is the callee's, RAck names the INVITE of each leg. */
    @Test
    void prackNamesTheInviteOfTheOtherLeg() {
        dials(bob.destination());
        fromAlice.countFrom(40);
        ScriptedPhone.Received invite = calls(invite().header(HeaderName.SUPPORTED, "100rel"));
        invite.respond(
                bob.reply(invite, 183, "b").header(HeaderName.REQUIRE, "100rel").header(HeaderName.RSEQ, "77"));
        pass();
        SipResponse progress = alice.response(183);
        assertThat(progress.value(HeaderName.RSEQ)).isEqualTo("77");
        fromAlice.established(progress);
        alice.send(alice.request(fromAlice, Request.PRACK).header(HeaderName.RACK, "77 41 INVITE"));
        pass();
        ScriptedPhone.Received prack = bob.last(Request.PRACK);
        assertThat(prack.request().value(HeaderName.RACK))
                .isEqualTo("77 " + invite.request().cseq() + " INVITE");
        assertThat(prack.request().toTag()).isEqualTo("b");
        prack.respond(bob.reply(prack, 200, "b"));
        invite.respond(bob.reply(invite, 486, "b"));
        pass();
        assertThat(alice.response(486).toTag()).as("one dialog, one tag").isEqualTo(progress.toTag());
        nothingIsLeft();
    }

    /** Early dialogs of one INVITE each have a dialog of the caller's side (RFC 3261 section 12.1). */
    @Test
    void updateReachesTheEarlyDialogThatItNames() {
        dials(bob.destination());
        ScriptedPhone.Received invite = calls(invite());
        invite.respond(bob.reply(invite, 183, "one"));
        invite.respond(bob.reply(invite, 183, "two"));
        pass();
        assertThat(alice.responses)
                .filteredOn(r -> r.status() == 183)
                .extracting(SipResponse::toTag)
                .doesNotHaveDuplicates();
        Dialog second = fromAlice;
        second.established(alice.response(183));
        alice.send(alice.request(second, Request.UPDATE));
        pass();
        ScriptedPhone.Received update = bob.last(Request.UPDATE);
        assertThat(update.request().toTag()).isEqualTo("two");
        update.respond(bob.reply(update, 200, "two"));
        invite.respond(bob.reply(invite, 200, "one"));
        pass();
        SipResponse answered = alice.response(200);
        assertThat(answered.toTag()).isNotEqualTo(second.remoteTag());
        Dialog first = new Dialog(
                second.callId(), second.localTag(), second.localParty(), second.remoteParty(), alice.contact, "", "");
        first.countFrom(second.lastCseq());
        first.established(answered);
        alice.ack(first, 1, "");
        pass();
        assertThat(bob.acks).extracting(SipRequest::toTag).containsOnly("one");
        alice.send(alice.request(first, Request.BYE));
        nothingIsLeft();
    }

    @Test
    void failoverDialsTheNextTrunkWithACallIdOfItsOwn() {
        DialStep first = new DialStep(ImmutableList.of(bob.destination()), 60_000, 0, status -> status == 503 ? 1 : -1);
        DialStep second = new DialStep(ImmutableList.of(carol.destination()), 60_000, 0, status -> -1);
        server.planner = (invite, target, from) -> SimulatedServer.dial(first, second);
        ScriptedPhone.Received tried = calls(invite());
        tried.respond(bob.reply(tried, 503, "b"));
        pass();
        ScriptedPhone.Received next = carol.last(Request.INVITE);
        assertThat(next.request().callId()).isNotEqualTo(tried.request().callId());
        assertThat(next.request().fromTag()).isNotEqualTo(tried.request().fromTag());
        next.respond(carol.reply(next, 486, "c"));
        pass();
        assertThat(alice.response(486).reason()).isEqualTo("Busy Here");
        nothingIsLeft();
    }

    @Test
    void redirectionPassesWithThePlacesToTry() {
        dials(bob.destination());
        ScriptedPhone.Received invite = calls(invite());
        invite.respond(io.switchboard.sip.message.ResponseBuilder.of(invite.request(), 302, "")
                .toTag("b")
                .header(HeaderName.CONTACT, "<sip:else@example.test>;q=0.5"));
        pass();
        assertThat(alice.response(302).values(HeaderName.CONTACT)).containsExactly("<sip:else@example.test>;q=0.5");
        nothingIsLeft();
    }

    /** RFC 3261 section 16.3: a call that a trunk sends back for the same number. */
    @Test
    void callThatComesBackIsALoop() {
        dials(bob.destination());
        ScriptedPhone.Received invite = calls(invite());
        Dialog back = new Dialog(
                invite.request().callId(),
                "x",
                "<sip:alice@example.test>",
                "<sip:1000@10.0.0.1>",
                bob.contact,
                "",
                "sip:1000@10.0.0.1");
        bob.send(bob.request(back, Request.INVITE));
        pass();
        assertThat(bob.response(482).status()).isEqualTo(482);
        invite.respond(bob.reply(invite, 482, "b"));
        pass();
        assertThat(alice.response(482).status()).isEqualTo(482);
        nothingIsLeft();
    }

    @Test
    void maxForwardsIsDecrementedOnEveryRequest() {
        dials(bob.destination());
        ScriptedPhone.Received invite = calls(fromAlice
                .request(Request.INVITE)
                .header(HeaderName.MAX_FORWARDS, "17")
                .header(HeaderName.CONTACT, alice.contact));
        assertThat(invite.request().value(HeaderName.MAX_FORWARDS)).isEqualTo("16");
        answers(invite);
        assertThat(bob.acks.get(0).value(HeaderName.MAX_FORWARDS)).isEqualTo("69");
        alice.send(alice.request(fromAlice, Request.INFO));
        pass();
        assertThat(bob.last(Request.INFO).request().value(HeaderName.MAX_FORWARDS))
                .isEqualTo("69");
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        assertThat(bob.last(Request.BYE).request().value(HeaderName.MAX_FORWARDS))
                .isEqualTo("69");
        nothingIsLeft();
    }
}
