package io.switchboard.sip.call;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.switchboard.media.Negotiation;
import io.switchboard.sip.dialog.Dialog;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;

/** Alice talks with Bob, and their call becomes a conference while it runs, message by message. */
class EscalationScenarioTest extends EscalationScenario {
    private Dialog carols = fromAlice;

    private void add(String target) {
        dials(carol.destination());
        assertThat(escalations().add(id(), target, "test", ended::add)).isEqualTo(Escalations.Result.BEGUN);
        pass();
    }

    private void carolComes() {
        ScriptedPhone.Received invite = carol.last(Request.INVITE);
        carols = carol.called(invite, "carols");
        takes(carol, "carols", "v=0\r\ns=carol\r\n");
        pass();
    }

    @Test
    void aThirdComesAndGoesAndTheTwoAreDirectAgain() {
        add("1002");
        assertThat(alice.count(Request.INVITE)).isEqualTo(1);
        assertThat(bob.count(Request.INVITE))
                .as("the first, and this one at the same time")
                .isEqualTo(2);
        bothCome();
        assertThat(alice.acks).as("at once").hasSize(1);
        assertThat(rooms.places.get(0).answers).containsExactly("v=0\r\ns=alice mixed\r\n");
        assertThat(rooms.places.get(0).connected).isEqualTo(1);
        carolComes();
        assertThat(ended).containsExactly(200);
        assertThat(rooms.there()).isEqualTo(3);
        hangUp(carol, carols);
        assertThat(rooms.there()).isEqualTo(2);
        goDirect(alice, fromAlice.localTag(), bob, "bobs");
        talkDirectly();
        hangUp(alice, fromAlice);
        assertThat(bob.count(Request.BYE)).isEqualTo(1);
        assertThat(server.closed).hasSize(1);
        assertThat(server.closed.get(0).legs()).hasSize(3);
        assertThat(server.closed.get(0).legs())
                .filteredOn(leg -> leg.transferredBy().equals("test"))
                .as("carol, who was added")
                .hasSize(1);
    }

    @Test
    void aBusyThirdLeavesTheTwoAsTheyWere() {
        add("1002");
        bothCome();
        refuses(carol, "c", 486);
        assertThat(ended).containsExactly(486);
        goDirect(alice, fromAlice.localTag(), bob, "bobs");
        talkDirectly();
        hangUp(alice, fromAlice);
    }

    @Test
    void thoseWhoStayTalkWithTheThirdWhenOneLeaves() {
        add("1002");
        bothCome();
        carolComes();
        hangUp(alice, fromAlice);
        assertThat(bob.count(Request.BYE)).isZero();
        goDirect(bob, "bobs", carol, "carols");
        assertThat(rooms.there()).isZero();
        hangUp(bob, fromBob);
        assertThat(carol.count(Request.BYE)).isEqualTo(1);
        assertThat(server.closed).hasSize(1);
    }

    @Test
    void whatTheRoomSaysTooLateDoesNotEndTwoWhoAreDirectAgain() {
        add("1002");
        bothCome();
        ScriptedPhone.Received invite = carol.last(Request.INVITE);
        carols = carol.called(invite, "carols");
        takes(carol, "carols", "v=0\r\ns=late\r\n");
        pass();
        hangUp(alice, fromAlice);
        goDirect(bob, "bobs", carol, "carols");
        lane.execute(() -> requireNonNull(rooms.places.get(2).late).accept(new Negotiation.Unavailable("gone")));
        pass();
        assertThat(carol.count(Request.BYE)).isZero();
        hangUp(bob, fromBob);
        assertThat(carol.count(Request.BYE)).isEqualTo(1);
    }

    @Test
    void whatTheRoomSaysOfOneWhoIsGoneDoesNotEndTheOthers() {
        add("1002");
        bothCome();
        carols = carol.called(carol.last(Request.INVITE), "carols");
        takes(carol, "carols", "v=0\r\ns=late\r\n");
        pass();
        hangUp(carol, carols);
        goDirect(alice, fromAlice.localTag(), bob, "bobs");
        lane.execute(() -> requireNonNull(rooms.places.get(2).late).accept(new Negotiation.Unavailable("gone")));
        pass();
        assertThat(alice.count(Request.BYE) + bob.count(Request.BYE)).isZero();
        hangUp(alice, fromAlice);
        assertThat(bob.count(Request.BYE)).isEqualTo(1);
    }

    @Test
    void aRefusalBringsTheOtherBack() {
        add("1002");
        takes(alice, fromAlice.localTag(), "v=0\r\ns=alice mixed\r\n");
        pass();
        refuses(bob, "bobs", 488);
        goDirect(alice, fromAlice.localTag(), bob, "bobs");
        assertThat(ended).containsExactly(488);
        talkDirectly();
        assertThat(carol.requests).isEmpty();
        hangUp(bob, fromBob);
    }

    @Test
    void anAnswerThatIsOfNoUseBringsBothBack() {
        add("1002");
        takes(alice, fromAlice.localTag(), "v=0\r\ns=useless\r\n");
        takes(bob, "bobs", "v=0\r\ns=bob mixed\r\n");
        pass();
        goDirect(alice, fromAlice.localTag(), bob, "bobs");
        assertThat(ended).containsExactly(488);
        talkDirectly();
        hangUp(bob, fromBob);
    }

    /** RFC 3261 section 14.1. */
    @Test
    void glareIsTriedAgain() {
        add("1002");
        takes(alice, fromAlice.localTag(), "v=0\r\ns=alice mixed\r\n");
        refuses(bob, "bobs", 491);
        lane.advance(4_000);
        assertThat(bob.count(Request.INVITE)).isEqualTo(3);
        takes(bob, "bobs", "v=0\r\ns=bob mixed\r\n");
        pass();
        carolComes();
        assertThat(ended).containsExactly(200);
        hangUp(alice, fromAlice);
        goDirect(bob, "bobs", carol, "carols");
        hangUp(carol, carols);
    }

    /** What the peer asks for while it is waited for is answered by its seat. */
    @Test
    void whoHoldsMeanwhileHasComeIntoTheRoomByItself() {
        add("1002");
        takes(alice, fromAlice.localTag(), "v=0\r\ns=alice mixed\r\n");
        refuses(bob, "bobs", 491);
        long invites = bob.count(Request.INVITE);
        bob.send(bob.request(fromBob, Request.INVITE)
                .body("application/sdp", ScriptedPhone.bytes("v=0\r\ns=bob\r\na=sendonly\r\n")));
        pass();
        assertThat(text(bob.response(200))).endsWith(MIXER);
        bob.ack(fromBob, fromBob.lastCseq(), "");
        pass();
        lane.advance(4_000);
        assertThat(bob.count(Request.INVITE)).as("no need to ask").isEqualTo(invites);
        carolComes();
        assertThat(ended).containsExactly(200);
        alice.send(alice.request(fromAlice, Request.INVITE)
                .body("application/sdp", ScriptedPhone.bytes("v=0\r\ns=alice again\r\n")));
        pass();
        assertThat(text(alice.response(200))).endsWith(MIXER);
        alice.ack(fromAlice, fromAlice.lastCseq(), "");
        pass();
        hangUp(carol, carols);
        goDirect(alice, fromAlice.localTag(), bob, "bobs");
        hangUp(bob, fromBob);
    }

    @Test
    void aPhoneThatDoesNotAnswerIsNotWaitedForLong() {
        add("1002");
        takes(alice, fromAlice.localTag(), "v=0\r\ns=alice mixed\r\n");
        ScriptedPhone.Received invite = bob.last(Request.INVITE);
        invite.respond(bob.reply(invite, 180, "bobs"));
        lane.advance(11_000);
        assertThat(bob.cancels).hasSize(1);
        goDirect(alice, fromAlice.localTag(), bob, "bobs");
        assertThat(ended).containsExactly(487);
        talkDirectly();
        hangUp(alice, fromAlice);
    }

    @Test
    void whoHangsUpOnTheWayEndsTheCall() {
        add("1002");
        takes(alice, fromAlice.localTag(), "v=0\r\ns=alice mixed\r\n");
        pass();
        hangUp(bob, fromBob);
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
        assertThat(ended).containsExactly(487);
    }

    @Test
    void whoIsLeftAloneIsHungUpWhenTheThirdIsNotReached() {
        add("1002");
        bothCome();
        hangUp(bob, fromBob);
        assertThat(alice.count(Request.BYE)).isZero();
        refuses(carol, "c", 486);
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
        assertThat(ended).containsExactly(486);
    }

    @Test
    void aFullServerChangesNothing() {
        rooms.full = true;
        add("1002");
        assertThat(ended).containsExactly(486);
        assertThat(alice.count(Request.INVITE)).isZero();
        talkDirectly();
        hangUp(alice, fromAlice);
    }

    @Test
    void twoWhoCannotGoBackStayInTheRoom() {
        add("1002");
        bothCome();
        refuses(carol, "c", 486);
        ScriptedPhone.Received asked = alice.last(Request.INVITE);
        asked.respond(
                alice.reply(asked, 200, fromAlice.localTag()).body("application/sdp", ScriptedPhone.bytes(OFFER)));
        pass();
        refuses(bob, "bobs", 488);
        takes(alice, fromAlice.localTag(), "v=0\r\ns=alice mixed again\r\n");
        pass();
        assertThat(rooms.there()).isEqualTo(2);
        assertThat(rooms.places.get(0).answers).last().isEqualTo("v=0\r\ns=alice mixed again\r\n");
        hangUp(bob, fromBob);
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
    }

    @Test
    void aMixedCallStaysMixed() {
        assertThat(escalations().mix(id(), ended::add)).isEqualTo(Escalations.Result.BEGUN);
        pass();
        bothCome();
        assertThat(ended).containsExactly(200);
        add("1002");
        carolComes();
        hangUp(carol, carols);
        assertThat(rooms.there()).isEqualTo(2);
        assertThat(alice.count(Request.INVITE)).isEqualTo(1);
        hangUp(alice, fromAlice);
        assertThat(bob.count(Request.BYE)).isEqualTo(1);
    }

    @Test
    void aRecordedCallIsMixedForAsLongAsItIsRecorded() {
        String id = id();
        assertThat(escalations().record(id, RecordingOrder.MIXED, ended::add)).isEqualTo(Escalations.Result.BEGUN);
        pass();
        bothCome();
        assertThat(ended).containsExactly(200);
        assertThat(rooms.recorded).containsExactly(Seating.ROOM_OF_CALL + id);
        assertThat(escalations().unrecord(id)).isEqualTo(Escalations.Result.BEGUN);
        pass();
        goDirect(alice, fromAlice.localTag(), bob, "bobs");
        talkDirectly();
        hangUp(alice, fromAlice);
        assertThat(server.closed.get(0).recordings()).singleElement().satisfies(recording -> {
            assertThat(recording.file()).isEqualTo("recordings/" + Seating.ROOM_OF_CALL + id + ".wav");
            assertThat(recording.millis()).isEqualTo(1_500);
        });
    }

    @Test
    void aRuleRecordsFromTheAnswerOnAndTheRecordKnowsHowLong() {
        hangUp(alice, fromAlice);
        DialStep step = new DialStep(ImmutableList.of(bob.destination()), 60_000, 0, status -> -1);
        server.planner =
                (invite, target, from) -> new CallPlan.Dial("test", ImmutableList.of(step), RecordingOrder.MIXED);
        fromAlice = alice.calling("\"Alice\" <sip:alice@example.test>", "1000");
        answers(calls(invite().body("application/sdp", ScriptedPhone.bytes(OFFER))));
        bothCome();
        assertThat(rooms.recorded).hasSize(1);
        lane.advance(5_000);
        hangUp(bob, fromBob);
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
        assertThat(server.closed.get(1).recordings())
                .singleElement()
                .satisfies(recording -> assertThat(recording.millis()).isBetween(5_000L, 6_000L));
    }

    @Test
    void whoIsSentAwayLeavesTheOthers() {
        add("1002");
        bothCome();
        carolComes();
        rooms.places.get(2).guest.hangUp(480, "SIP;cause=200");
        pass();
        assertThat(carol.count(Request.BYE)).isEqualTo(1);
        goDirect(alice, fromAlice.localTag(), bob, "bobs");
        talkDirectly();
        hangUp(alice, fromAlice);
    }

    @Test
    void whatCannotBeMixedIsSaid() {
        assertThat(escalations().add("nobody", "1002", "", ended::add)).isEqualTo(Escalations.Result.NO_CALL);
        String id = id();
        hangUp(alice, fromAlice);
        assertThat(escalations().add(id, "1002", "", ended::add)).isEqualTo(Escalations.Result.NO_CALL);
    }
}
