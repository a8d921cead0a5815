package io.switchboard.sip.call;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.switchboard.media.Negotiation;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.transaction.ClientTransaction;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;

/** Carol's phone comes into the call of Alice and Bob: beside them (RFC 3911), or in Alice's place (RFC 3891). */
class EnteringScenarioTest extends EscalationScenario {
    private void mixed() {
        assertThat(escalations().mix(id(), ended::add)).isEqualTo(Escalations.Result.BEGUN);
        pass();
        bothCome();
        assertThat(ended).containsExactly(200);
    }

    private void isRefused(int status) {
        assertThat(carol.response(status).cseqMethod()).isEqualTo(Request.INVITE);
        assertThat(server.calls.running()).isEqualTo(1);
    }

    // ---- Join

    @Test
    void whoJoinsTakesTheCallIntoItsRoomAndIsSeatedThere() {
        carolCalls(HeaderName.JOIN);
        assertThat(carol.responses).as("not before the two are there").noneMatch(each -> each.status() == 200);
        bothCome();
        carolIsAnswered();
        assertThat(rooms.there()).isEqualTo(3);
        assertThat(place(2).room).isEqualTo(Seating.ROOM_OF_CALL + id());
        hangUp(carol, fromCarol);
        aliceAndBobGoDirect();
        talkDirectly();
        hangUp(alice, fromAlice);
        assertThat(server.closed).hasSize(2);
    }

    @Test
    void whoJoinsStaysWithWhoeverIsLeft() {
        callerIs("bob");
        carolCalls(HeaderName.JOIN);
        bothCome();
        carolIsAnswered();
        hangUp(alice, fromAlice);
        assertThat(bob.count(Request.BYE)).isZero();
        assertThat(rooms.there()).isEqualTo(2);
        hangUp(bob, fromBob);
        assertThat(rooms.there()).as("the room is another's to end").isEqualTo(1);
        hangUp(carol, fromCarol);
    }

    @Test
    void aStrangerMayNotJoin() {
        callerIs("mallory");
        carolCalls(HeaderName.JOIN);
        isRefused(403);
        assertThat(alice.count(Request.INVITE)).isZero();
        talkDirectly();
        mixed();
        carolCalls(HeaderName.JOIN);
        assertThat(carol.responses.stream().filter(each -> each.status() == 403))
                .hasSize(2);
        hangUp(alice, fromAlice);
    }

    @Test
    void aPhoneThatRefusesKeepsTheJoiningOneOutAndTheCallGoesOn() {
        carolCalls(HeaderName.JOIN);
        takes(alice, fromAlice.localTag(), "v=0\r\ns=alice mixed\r\n");
        pass();
        refuses(bob, "bobs", 488);
        aliceAndBobGoDirect();
        isRefused(488);
        talkDirectly();
        hangUp(bob, fromBob);
    }

    @Test
    void whoGivesUpWhileTheTwoComeSendsThemBack() {
        ClientTransaction inviting = carolCalls(HeaderName.JOIN);
        inviting.cancel("");
        pass();
        isRefused(487);
        bothCome();
        aliceAndBobGoDirect();
        talkDirectly();
        hangUp(alice, fromAlice);
    }

    @Test
    void whoCannotBeSeatedSendsThemBack() {
        carolCalls(HeaderName.JOIN);
        takes(alice, fromAlice.localTag(), "v=0\r\ns=alice mixed\r\n");
        rooms.full = true;
        takes(bob, "bobs", "v=0\r\ns=bob mixed\r\n");
        pass();
        isRefused(486);
        aliceAndBobGoDirect();
        hangUp(alice, fromAlice);
    }

    @Test
    void aCallThatEndsMeanwhileCannotBeJoined() {
        carolCalls(HeaderName.JOIN);
        hangUp(alice, fromAlice);
        assertThat(carol.response(480).cseqMethod()).isEqualTo(Request.INVITE);
        assertThat(bob.count(Request.BYE)).isEqualTo(1);
    }

    @Test
    void anExceptionOfTheJoiningOneLeavesTheTwo() {
        carolCalls(HeaderName.JOIN);
        for (Call call : ImmutableList.copyOf(server.calls.all())) {
            if (call.caller.dialogs.callId().equals(fromCarol.callId())) {
                call.crashed(new IllegalStateException("asked for by the test"));
            }
        }
        pass();
        isRefused(500);
        bothCome();
        aliceAndBobGoDirect();
        hangUp(alice, fromAlice);
    }

    // ---- Replaces

    @Test
    void anotherPhoneTakesASeatOverAndTheCallIsTheSame() {
        mixed();
        escalations().silence(id(), 0, new Silence(true, null), ended::add);
        carolCalls(HeaderName.REPLACES);
        carolIsAnswered();
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
        assertThat(bob.count(Request.BYE)).isZero();
        assertThat(rooms.there()).isEqualTo(2);
        assertThat(place(2).muted).as("as the one before").isTrue();
        assertThat(server.calls.running()).isEqualTo(1);
        escalations().silence(id(), 2, new Silence(false, null), ended::add);
        escalations().unmix(id());
        pass();
        goDirect(bob, "bobs", carol, fromCarol.localTag());
        hangUp(bob, fromBob);
        assertThat(carol.count(Request.BYE)).isEqualTo(1);
        assertThat(server.closed).hasSize(2);
        assertThat(server.closed.get(1).legs()).hasSize(3);
    }

    @Test
    void aliceMayHangUpBeforeHerSeatIsTakenOver() {
        mixed();
        rooms.late = true;
        carolCalls(HeaderName.REPLACES);
        hangUp(alice, fromAlice);
        assertThat(bob.count(Request.BYE)).as("somebody is about to come").isZero();
        lane.execute(() -> requireNonNull(place(2).late)
                .accept(new Negotiation.Agreed(
                        ScriptedPhone.bytes(MIXER), io.switchboard.media.sdp.Direction.SENDRECV)));
        pass();
        carolIsAnswered();
        hangUp(carol, fromCarol);
        assertThat(bob.count(Request.BYE)).isEqualTo(1);
    }

    @Test
    void whoCannotTakeASeatOverLeavesItAsItWas() {
        mixed();
        rooms.full = true;
        carolCalls(HeaderName.REPLACES);
        isRefused(486);
        assertThat(alice.count(Request.BYE)).isZero();
        assertThat(rooms.there()).isEqualTo(2);
        hangUp(alice, fromAlice);
    }

    @Test
    void aStrangerMayNotTakeASeatOver() {
        mixed();
        callerIs("mallory");
        carolCalls(HeaderName.REPLACES);
        isRefused(403);
        callerIs("bob");
        carolCalls(HeaderName.REPLACES);
        carolIsAnswered();
        assertThat(alice.count(Request.BYE)).as("who talks with her, may").isEqualTo(1);
        hangUp(bob, fromBob);
    }

    @Test
    void whileTheyComeOrGoNoSeatIsTakenOver() {
        escalations().mix(id(), ended::add);
        pass();
        carolCalls(HeaderName.REPLACES);
        isRefused(491);
        bothCome();
        escalations().unmix(id());
        pass();
        carolCalls(HeaderName.REPLACES);
        assertThat(carol.responses.stream().filter(each -> each.status() == 491))
                .hasSize(2);
        aliceAndBobGoDirect();
        hangUp(alice, fromAlice);
    }
}
