package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.auth.Account;
import io.switchboard.sip.cdr.CallRecord;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import java.util.ArrayList;
import java.util.List;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A room calls somebody, message by message (RFC 4579 section 5.5). */
class InvitationScenarioTest extends Scenario {
    private static final Party ALICE = new Party.Phone(new Account("alice", "example.test", "", "", ""), 0);

    private final List<String> told = new ArrayList<>();

    private Dialler.Outgoing prepare(@Nullable Party liable) {
        return Dialler.of(server.calls, server.planner, server.settings)
                .prepare(new Dialler.Order(
                        new Party.Room("3000", "example.test"), SipUri.parse("sip:1002@example.test"), liable, "", ""));
    }

    private Dialler.Outgoing dial() {
        Dialler.Outgoing outgoing = prepare(ALICE);
        outgoing.dial(ScriptedPhone.bytes(NotedSeat.ROOMS), new NotedSeat(told));
        pass();
        return outgoing;
    }

    private void plan(DialStep... steps) {
        server.planner = (invite, target, from) -> new CallPlan.Dial("test", ImmutableList.copyOf(steps));
    }

    private static DialStep step(Destination destination, DialStep.Next next) {
        return new DialStep(ImmutableList.of(destination), 60_000, 0, next);
    }

    private CallRecord record() {
        nothingIsLeft();
        assertThat(server.closed).hasSize(1);
        return server.closed.get(0);
    }

    private void bobAnswers() {
        ScriptedPhone.Received invite = bob.last(Request.INVITE);
        fromBob = bob.called(invite, "bobs");
        invite.respond(bob.reply(invite, 200, "bobs").body("application/sdp", ScriptedPhone.bytes(ANSWER)));
        pass();
    }

    @Test
    void whoAnswersHasASeat() {
        dials(bob.destination());
        Dialler.Outgoing outgoing = dial();
        ScriptedPhone.Received asked = bob.last(Request.INVITE);
        SipRequest invite = asked.request();
        assertThat(invite.value(HeaderName.FROM)).startsWith("<sip:3000@example.test>;tag=");
        assertThat(invite.value(HeaderName.CONTACT)).isEqualTo("<sip:3000@10.0.0.1:5060>;isfocus");
        assertThat(text(invite)).endsWith(NotedSeat.ROOMS);
        asked.respond(bob.reply(asked, 180, "bobs"));
        pass();
        assertThat(told).containsExactly("ringing");
        bobAnswers();
        assertThat(bob.acks).hasSize(1);
        assertThat(told).containsExactly("ringing", "answered " + ANSWER.strip());
        assertThat(outgoing.callId()).isEqualTo(invite.callId());

        bob.send(bob.request(fromBob, Request.INVITE).body("application/sdp", ScriptedPhone.bytes(OFFER)));
        pass();
        assertThat(text(bob.response(200))).contains(";isfocus").endsWith(NotedSeat.ROOMS);
        bob.ack(fromBob, fromBob.lastCseq(), "");
        bob.send(bob.request(fromBob, Request.BYE));
        pass();
        assertThat(told).endsWith("offered", "left");
        CallRecord record = record();
        assertThat(record.from()).isEqualTo("account:alice@example.test");
        assertThat(record.caller()).isEqualTo("sip:3000@example.test");
        assertThat(record.dialled()).isEqualTo("1002");
        assertThat(record.status()).isEqualTo(200);
        assertThat(record.answered()).isPositive();
        assertThat(record.hangup()).isEqualTo(CallRecord.Hangup.CALLEE);
        assertThat(record.legs()).hasSize(2);
    }

    @Test
    void theRoomHangsUpWhoHasASeat() {
        dials(bob.destination());
        Dialler.Outgoing outgoing = dial();
        bobAnswers();
        outgoing.hangUp(480, "SIP;cause=200;text=\"Removed\"");
        pass();
        assertThat(bob.last(Request.BYE).request().value(HeaderName.REASON)).contains("Removed");
        assertThat(told).endsWith("left");
        assertThat(record().hangup()).isEqualTo(CallRecord.Hangup.SERVER);
    }

    @Test
    void theNextStepIsDialledAfterAFailure() {
        plan(step(bob.destination(), status -> 1), step(carol.destination(), status -> -1));
        dial();
        ScriptedPhone.Received first = bob.last(Request.INVITE);
        first.respond(bob.reply(first, 503, "b"));
        pass();
        ScriptedPhone.Received second = carol.last(Request.INVITE);
        assertThat(text(second.request())).endsWith(NotedSeat.ROOMS);
        second.respond(carol.reply(second, 486, "c").header(HeaderName.REASON, "Q.850;cause=17"));
        pass();
        assertThat(told).containsExactly("failed 486");
        CallRecord record = record();
        assertThat(record.status()).isEqualTo(486);
        assertThat(record.reason()).isEqualTo("Q.850;cause=17");
        assertThat(record.hangup()).isEqualTo(CallRecord.Hangup.CALLEE);
        assertThat(record.legs()).hasSize(3);
    }

    @Test
    void theFirstOfSeveralPhonesIsTaken() {
        dials(bob.destination(), carol.destination());
        dial();
        bobAnswers();
        assertThat(carol.cancels).hasSize(1);
        bob.send(bob.request(fromBob, Request.BYE));
        assertThat(record().legs()).hasSize(3);
        assertThat(told).containsExactly("answered " + ANSWER.strip(), "left");
    }

    @Test
    void nobodyAnswers() {
        dials(bob.destination());
        dial();
        ScriptedPhone.Received asked = bob.last(Request.INVITE);
        asked.respond(bob.reply(asked, 180, "bobs"));
        lane.advance(61_000);
        assertThat(bob.cancels).hasSize(1);
        assertThat(told).containsExactly("ringing", "failed 480");
        assertThat(record().status()).isEqualTo(480);
    }

    @Test
    void hangingUpCancelsAndALateAnswerIsEnded() {
        dials(bob.destination());
        bob.answersCancel = false;
        Dialler.Outgoing outgoing = dial();
        ScriptedPhone.Received asked = bob.last(Request.INVITE);
        asked.respond(bob.reply(asked, 180, "bobs"));
        pass();
        outgoing.hangUp(480, "SIP;cause=200;text=\"The conference is over\"");
        assertThat(told).containsExactly("ringing", "failed 487");
        pass();
        assertThat(bob.cancels).hasSize(1);
        assertThat(bob.cancels.get(0).value(HeaderName.REASON)).contains("The conference is over");
        bobAnswers();
        assertThat(bob.acks).hasSize(1);
        assertThat(bob.count(Request.BYE)).isEqualTo(1);
        assertThat(told).hasSize(2);
        assertThat(record().status()).isEqualTo(487);
    }

    @Test
    void whatIsGivenUpBeforeItIsDialledSendsNothing() {
        dials(bob.destination());
        Dialler.Outgoing outgoing = prepare(ALICE);
        outgoing.hangUp(480, "");
        outgoing.dial(ScriptedPhone.bytes(NotedSeat.ROOMS), new NotedSeat(told));
        pass();
        assertThat(told).containsExactly("failed 487");
        assertThat(bob.requests).isEmpty();
        nothingIsLeft();
        assertThat(server.opened).isZero();
    }

    @Test
    void theDialPlanJudgesWhoWantsIt() {
        List<String> asked = new ArrayList<>();
        server.planner = (invite, target, from) -> {
            asked.add(from.label() + " " + target);
            return new CallPlan.Refuse("closed", 403, "");
        };
        Dialler.Outgoing outgoing = dial();
        assertThat(outgoing.refusal()).isEqualTo(403);
        prepare(null);
        assertThat(asked)
                .containsExactly(
                        "account:alice@example.test sip:1002@example.test", "conference:3000 sip:1002@example.test");
        assertThat(told).containsExactly("failed 403");
        CallRecord record = record();
        assertThat(record.route()).isEqualTo("closed");
        assertThat(record.status()).isEqualTo(403);
    }

    @Test
    void aRoomIsNoTargetForARoom() {
        plan(DialStep.into("3001", status -> -1));
        dial();
        assertThat(told).containsExactly("failed 501");
        assertThat(record().status()).isEqualTo(501);
    }

    @Test
    void noMoreCallsThanThereMayBe() {
        server.settings = new CallSettings("example.test", 500, 4000, 1800, 90, 1, CallSettings.ReferBy.SERVER);
        dials(bob.destination());
        Dialler.Outgoing outgoing = dial();
        assertThat(prepare(ALICE).refusal()).isEqualTo(503);
        outgoing.hangUp(480, "");
        assertThat(record().status()).isEqualTo(487);
    }

    @Test
    void aGracefulStopEndsBoth() {
        dials(bob.destination());
        dial();
        bobAnswers();
        dials(carol.destination());
        dial();
        server.calls.drain(0, () -> told.add("drained"));
        pass();
        assertThat(bob.count(Request.BYE)).isEqualTo(1);
        assertThat(carol.cancels).hasSize(1);
        nothingIsLeft();
        assertThat(told).contains("left", "failed 503").endsWith("drained");
    }

    @Test
    void anExceptionEndsItAlone() {
        dials(bob.destination());
        dial();
        server.failOnUpdate = true;
        bobAnswers();
        assertThat(bob.count(Request.BYE)).isEqualTo(1);
        assertThat(told).containsExactly("left");
        assertThat(server.calls.crashes()).isEqualTo(1);
        assertThat(record().status()).isEqualTo(200);
    }
}
