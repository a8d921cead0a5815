package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.auth.Account;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.transaction.ClientTransaction;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.MessageHandler;
import java.util.ArrayList;
import java.util.List;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No leg is left over, and no call ends that should go on. */
class CallEndsTest extends Scenario {
    /** Nothing was sent yet, so there is nothing to cancel, and nothing is sent any more (RFC 3261 section 9.1). */
    @Test
    void callGivenUpDuringTheLookupIsNotSent() {
        dials(bob.destination());
        server.lookupMillis = 3000;
        ClientTransaction inviting = alice.send(invite());
        lane.advance(1000);
        inviting.cancel("");
        lane.advance(5000);
        assertThat(bob.requests).isEmpty();
        assertThat(alice.response(487).cseqMethod()).isEqualTo(Request.INVITE);
        nothingIsLeft();
    }

    /** To whom has said nothing no CANCEL may be sent (RFC 3261 section 9.1): his leg lasts until Timer B, and no longer. */
    @Test
    void legOfASilentCalleeThatIsGivenUpEndsWithTimerB() {
        List<SipMessage> heard = new ArrayList<>();
        network.endpoint("10.0.0.9", 5060).handler(new MessageHandler() {
            @Override
            public void received(SipMessage message, Flow flow) {
                heard.add(message);
            }

            @Override
            public void closed(Flow flow) {}
        });
        Destination silent = new Destination(
                new Party.Trunk("t", false, false, 0, null, user -> false),
                "sip:x@10.0.0.9:5060",
                "sip:x@y",
                ImmutableList.of(),
                ImmutableList.of(),
                null);
        DialStep step = new DialStep(ImmutableList.of(silent), 2_000, 0, status -> -1);
        server.planner = (invite, target, from) -> SimulatedServer.dial(step);
        alice.send(invite());
        lane.advance(2_500);
        assertThat(alice.response(408).status()).isEqualTo(408);
        assertThat(server.calls.legs()).isEqualTo(1);
        lane.advance(30_000);
        assertThat(server.calls.legs()).isZero();
        assertThat(heard).isNotEmpty().allMatch(each -> text(each).startsWith("INVITE "));
        nothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 100})
    void destinationThatCannotBeWrittenLeavesNoLeg(long lookupMillis) {
        server.lookupMillis = lookupMillis;
        dials(
                bob.destination(),
                new Destination(
                        new Party.Trunk("t", false, false, 0, null, user -> false),
                        "sip:no good@10.0.0.4",
                        "sip:x@y",
                        ImmutableList.of("<sip:10.0.0.4;lr>"),
                        ImmutableList.of(),
                        null));
        alice.send(invite());
        lane.advance(1000);
        assertThat(alice.response(500).status()).isEqualTo(500);
        nothingIsLeft();
    }

    @Test
    void brokenRecordRouteEndsTheCallAndLeavesNoLeg() {
        dials(bob.destination());
        ScriptedPhone.Received invite = calls(invite());
        invite.respond(bob.reply(invite, 200, "b").header(HeaderName.RECORD_ROUTE, "<<broken"));
        pass();
        if (alice.responses.stream().anyMatch(r -> r.status() == 200)) {
            fromAlice.established(alice.response(200));
            alice.ack(fromAlice, 1, "");
        }
        lane.advance(60_000);
        nothingIsLeft();
    }

    @Test
    void controlCharactersInWhatIsPassedOnEndNoCall() {
        dials(bob.destination());
        ScriptedPhone.Received invite = calls(invite());
        network.rewrite(message -> message.replace("SIP/2.0 200 OK", "SIP/2.0 200 O\u0001K"));
        invite.respond(bob.reply(invite, 200, "bobs"));
        pass();
        network.rewrite(null);
        fromAlice.established(alice.response(200));
        alice.ack(fromAlice, 1, "");
        pass();
        assertThat(server.calls.crashes()).isZero();
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }

    /** RFC 3311 section 5: an UPDATE is answered before the ACK has come. The 2xx is repeated nevertheless. */
    @Test
    void answerIsRepeatedThoughAnUpdateWentBy() {
        server.settings = new CallSettings("example.test", 500, 4000, 0, 90, 0, CallSettings.ReferBy.SERVER);
        dials(bob.destination());
        ScriptedPhone.Received invite = calls(invite());
        invite.respond(bob.reply(invite, 200, "b"));
        pass();
        fromAlice.established(alice.response(200));
        alice.send(alice.request(fromAlice, Request.UPDATE));
        pass();
        ScriptedPhone.Received update = bob.last(Request.UPDATE);
        update.respond(bob.reply(update, 200, "b"));
        lane.advance(60_000);
        assertThat(alice.responses)
                .filteredOn(r -> r.cseqMethod().equals(Request.INVITE) && r.status() == 200)
                .hasSizeGreaterThan(5);
        assertThat(bob.count(Request.BYE)).as("no ACK, so the call ends").isEqualTo(1);
        nothingIsLeft();
    }

    /** RFC 4028: a refresh that is refused after the call ended is nobody's business. */
    @Test
    void refusedRefreshOfAnEndedCallLeavesNoTimer() {
        server.settings = new CallSettings("example.test", 500, 4000, 90, 90, 0, CallSettings.ReferBy.SERVER);
        dials(bob.destination());
        ScriptedPhone.Received invite = calls(invite());
        fromBob = bob.called(invite, "bobs");
        invite.respond(bob.reply(invite, 200, "bobs").header(HeaderName.ALLOW, "UPDATE"));
        pass();
        fromAlice.established(alice.response(200));
        alice.ack(fromAlice, 1, "");
        lane.advance(46_000);
        ScriptedPhone.Received refresh = bob.last(Request.UPDATE);
        bob.send(bob.request(fromBob, Request.BYE));
        pass();
        refresh.respond(bob.reply(refresh, 491, "bobs"));
        nothingIsLeft();
    }

    /** RFC 4028 section 10, RFC 3326: both sides are told why. */
    @Test
    void expiredSessionIsEndedWithItsReasonOnBothSides() {
        server.settings = new CallSettings("example.test", 500, 4000, 90, 90, 0, CallSettings.ReferBy.SERVER);
        talk();
        lane.advance(70_000); // nobody answers the refresh
        assertThat(alice.last(Request.BYE).request().value(HeaderName.REASON)).isEqualTo(LegSession.EXPIRED);
        assertThat(bob.last(Request.BYE).request().value(HeaderName.REASON)).isEqualTo(LegSession.EXPIRED);
        nothingIsLeft();
    }

    /** RFC 4028 section 7.4: the refresh repeats the session that stands, not one that was refused. */
    @Test
    void refreshRepeatsTheOfferThatStands() {
        server.settings = new CallSettings("example.test", 500, 4000, 90, 90, 0, CallSettings.ReferBy.SERVER);
        talk();
        alice.send(alice.request(fromAlice, Request.INVITE)
                .body("application/sdp", ScriptedPhone.bytes("v=0\r\ns=refused\r\n")));
        pass();
        ScriptedPhone.Received again = bob.last(Request.INVITE);
        again.respond(bob.reply(again, 488, "bobs"));
        lane.advance(46_000);
        ScriptedPhone.Received refresh = bob.last(Request.INVITE);
        assertThat(refresh.request().cseq()).isGreaterThan(again.request().cseq());
        assertThat(text(refresh.request())).endsWith(OFFER);
        refresh.respond(bob.reply(refresh, 200, "bobs").body("application/sdp", ScriptedPhone.bytes(ANSWER)));
        pass();
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }

    /** RFC 5057 section 5.1: a NOTIFY's 481 ends its subscription, a PRACK's says that it came twice. */
    @Test
    void refusedNotifyOrPrackDoesNotEndTheCall() {
        talk();
        for (String method : new String[] {Request.NOTIFY, Request.PRACK}) {
            alice.send(alice.request(fromAlice, method));
            pass();
            ScriptedPhone.Received got = bob.last(method);
            got.respond(bob.reply(got, 481, "bobs"));
            pass();
            assertThat(alice.response(481).cseqMethod()).isEqualTo(method);
            assertThat(alice.count(Request.BYE)).isZero();
        }
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }

    /** A challenge is for the server, which has nothing to say to it inside a dialog. */
    @Test
    void challengeInsideADialogIsNotPassedOn() {
        talk();
        alice.send(alice.request(fromAlice, Request.INFO));
        pass();
        ScriptedPhone.Received info = bob.last(Request.INFO);
        info.respond(bob.reply(info, 401, "bobs").header(HeaderName.WWW_AUTHENTICATE, "Digest realm=\"x\""));
        pass();
        assertThat(alice.response(502).cseqMethod()).isEqualTo(Request.INFO);
        alice.send(alice.request(fromAlice, Request.INVITE));
        pass();
        ScriptedPhone.Received again = bob.last(Request.INVITE);
        again.respond(bob.reply(again, 407, "bobs"));
        pass();
        assertThat(alice.response(502).cseqMethod()).isEqualTo(Request.INVITE);
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }

    /** A phone is reached where it was heard, whatever its Contact says: behind a NAT, or a GRUU (RFC 5627). */
    @Test
    void phoneWhoseContactChangesInAnUpdateIsStillReached() {
        Party phone = new Party.Phone(new Account("bob", "example.test", "", "", ""), 0);
        dials(bob.destination(phone));
        answers(calls(invite()));
        alice.send(alice.request(fromAlice, Request.UPDATE));
        pass();
        ScriptedPhone.Received update = bob.last(Request.UPDATE);
        update.respond(ResponseBuilder.of(update.request(), 200, "")
                .header(HeaderName.CONTACT, "<sip:bob@10.9.9.9;gr=urn:uuid:1>"));
        pass();
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        assertThat(bob.last(Request.BYE).request().requestUri()).isEqualTo("sip:bob@10.9.9.9;gr=urn:uuid:1");
        nothingIsLeft();
    }

    /** RFC 3261 section 12.1.2: without Record-Route the route set is empty, whatever the INVITE was sent along. */
    @Test
    void routeOfTheInviteIsNotThatOfTheDialog() {
        Destination along = new Destination(
                new Party.Trunk("t", false, false, 0, null, user -> false),
                "sip:secret@10.0.0.3:5060",
                "sip:bob@example.test",
                ImmutableList.of("<sip:10.0.0.3:5060;lr>"),
                ImmutableList.of(),
                null);
        dials(along);
        ScriptedPhone.Received invite = calls(invite());
        assertThat(invite.request().has(HeaderName.ROUTE)).isTrue();
        answers(invite);
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        assertThat(bob.last(Request.BYE).request().has(HeaderName.ROUTE)).isFalse();
        nothingIsLeft();
    }

    /** A peer that invents early dialogs gets no memory for them. */
    @Test
    void earlyDialogsAreBounded() {
        dials(bob.destination());
        ScriptedPhone.Received invite = calls(invite());
        for (int i = 0; i < 500; i++) {
            invite.respond(bob.reply(invite, 183, "t" + i));
        }
        pass();
        assertThat(server.calls.dialogs()).isLessThan(70);
        invite.respond(bob.reply(invite, 200, "chosen"));
        pass();
        fromAlice.established(alice.response(200));
        alice.ack(fromAlice, 1, "");
        pass();
        assertThat(bob.acks.get(0).toTag()).isEqualTo("chosen");
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }
}
