package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import javax.sip.message.Request;
import org.junit.jupiter.api.Test;

/** A participant of a call of two is muted or deafened: that needs the call's room, for as long as it lasts. */
class SilenceScenarioTest extends EscalationScenario {
    private static final Silence MUTED = new Silence(true, null);
    private static final Silence HEARD = new Silence(false, null);

    /** Alice is 0, Bob is 1; the room takes their seats in this order too. */
    private void silence(int participant, Silence how) {
        assertThat(escalations().silence(id(), participant, how, ended::add)).isEqualTo(Escalations.Result.BEGUN);
        pass();
    }

    @Test
    void aMutedCallIsMixedUntilNobodyIsMutedAnyMore() {
        silence(1, MUTED);
        assertThat(ended).as("not before it holds").isEmpty();
        bothCome();
        assertThat(ended).containsExactly(200);
        assertThat(place(1).muted).isTrue();
        assertThat(place(0).muted).isFalse();
        silence(0, new Silence(null, true));
        assertThat(place(0).deaf).isTrue();
        silence(1, HEARD);
        assertThat(rooms.there()).as("one is still deaf").isEqualTo(2);
        silence(0, new Silence(null, false));
        assertThat(ended).containsExactly(200, 200, 200, 200);
        aliceAndBobGoDirect();
        talkDirectly();
        hangUp(alice, fromAlice);
    }

    @Test
    void whoIsNotMutedIsNotTakenIntoARoomToBeUnmuted() {
        silence(0, HEARD);
        assertThat(ended).containsExactly(200);
        assertThat(alice.count(Request.INVITE)).isZero();
        talkDirectly();
        hangUp(bob, fromBob);
    }

    @Test
    void aPhoneThatRefusesIsNotMutedAndTheCallGoesOn() {
        silence(0, MUTED);
        takes(alice, fromAlice.localTag(), "v=0\r\ns=alice mixed\r\n");
        pass();
        refuses(bob, "bobs", 488);
        aliceAndBobGoDirect();
        assertThat(ended).containsExactly(488);
        talkDirectly();
        hangUp(alice, fromAlice);
    }

    @Test
    void whoIsMutedWhileTheTwoGoBackComesIntoTheRoomAgainAndThenItHolds() {
        silence(0, MUTED);
        bothCome();
        silence(0, HEARD);
        assertThat(alice.last(Request.INVITE).request().bodyLength())
                .as("Alice is asked for an offer")
                .isZero();
        silence(1, MUTED);
        assertThat(ended).containsExactly(200, 200);
        refuses(alice, fromAlice.localTag(), 500);
        lane.advance(6_000);
        bothCome();
        assertThat(ended).containsExactly(200, 200, 200);
        assertThat(rooms.there()).isEqualTo(2);
        assertThat(place(1).muted).isTrue();
        hangUp(bob, fromBob);
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
    }

    @Test
    void mutedAndUnmutedOnTheWayTheTwoGoBack() {
        silence(0, MUTED);
        silence(0, HEARD);
        bothCome();
        assertThat(ended).containsExactly(200, 200);
        lane.advance(1_000);
        aliceAndBobGoDirect();
        hangUp(alice, fromAlice);
    }

    @Test
    void whoHangsUpOnTheWayLeavesNobodyToBeMuted() {
        silence(0, MUTED);
        hangUp(bob, fromBob);
        assertThat(ended).containsExactly(487);
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
    }

    @Test
    void aRecordingKeepsTheCallWhenNobodyIsMutedAnyMore() {
        silence(0, MUTED);
        bothCome();
        assertThat(escalations().record(id(), RecordingOrder.MIXED, ended::add)).isEqualTo(Escalations.Result.BEGUN);
        silence(0, HEARD);
        assertThat(rooms.there()).isEqualTo(2);
        escalations().unrecord(id());
        pass();
        aliceAndBobGoDirect();
        hangUp(alice, fromAlice);
    }

    @Test
    void whoIsNotThereIsNotMuted() {
        assertThat(escalations().silence("nobody", 0, MUTED, ended::add)).isEqualTo(Escalations.Result.NO_CALL);
        assertThat(escalations().silence(id(), 7, MUTED, ended::add)).isEqualTo(Escalations.Result.NO_PARTICIPANT);
        rooms.full = true;
        silence(0, MUTED);
        assertThat(ended).containsExactly(486);
        talkDirectly();
        hangUp(alice, fromAlice);
    }
}
