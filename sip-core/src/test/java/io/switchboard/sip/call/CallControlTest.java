package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchboard.sip.call.CallControl.Result;
import io.switchboard.sip.call.CallView.Stage;
import io.switchboard.sip.call.CallView.State;
import io.switchboard.sip.message.HeaderName;
import java.util.ArrayList;
import java.util.List;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;

/** What an administrator sees of Alice's call with Bob, and does to it. */
class CallControlTest extends TransferScenario {
    private final CallControl control = new CallControl(server.calls);
    private final List<Integer> ended = new ArrayList<>();

    private CallView only() {
        assertThat(control.list("", 10)).hasSize(1);
        return control.list("", 10).get(0);
    }

    private Result transfer(int participant, String target) {
        Result result = control.transfer(only().id(), participant, target, "admin:test", ended::add);
        pass();
        return result;
    }

    @Test
    void aCallIsShownWhileItRingsTalksAndEnds() {
        dials(bob.destination());
        ScriptedPhone.Received invite = calls(invite().body("application/sdp", ScriptedPhone.bytes(OFFER)));
        assertThat(only().state()).isEqualTo(State.DIALLING);
        invite.respond(bob.reply(invite, 180, "bobs"));
        pass();
        assertThat(only().state()).isEqualTo(State.RINGING);
        answers(invite);
        CallView talking = only();
        assertThat(talking.state()).isEqualTo(State.TALKING);
        assertThat(talking.from()).isEqualTo("account:alice@example.test");
        assertThat(talking.participants())
                .extracting(CallView.ParticipantView::id)
                .containsExactly(0, 1);
        assertThat(talking.participants())
                .extracting(CallView.ParticipantView::stage)
                .containsOnly(Stage.TALKING);
        assertThat(control.view(talking.id())).isEqualTo(talking);
        assertThat(control.list(talking.id(), 10)).isEmpty();
        assertThat(control.end(talking.id())).isEqualTo(Result.DONE);
        pass();
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
        assertThat(bob.last(Request.BYE).request().value(HeaderName.REASON)).contains("Ended by the administrator");
        nothingIsLeft();
        assertThat(control.list("", 10)).isEmpty();
        assertThat(control.end(talking.id())).isEqualTo(Result.NO_CALL);
    }

    @Test
    void aPhoneThatRingsIsTakenOutAndTheOthersRingOn() {
        dials(bob.destination(), carol.destination());
        ScriptedPhone.Received invite = calls(invite().body("application/sdp", ScriptedPhone.bytes(OFFER)));
        ScriptedPhone.Received carols = carol.last(Request.INVITE);
        carols.respond(carol.reply(carols, 180, "c"));
        pass();
        assertThat(control.remove(only().id(), 2)).isEqualTo(Result.DONE);
        pass();
        assertThat(carol.cancels).hasSize(1);
        assertThat(control.remove(only().id(), 7)).isEqualTo(Result.NO_PARTICIPANT);
        answers(invite);
        assertThat(only().state()).isEqualTo(State.TALKING);
        assertThat(control.remove(only().id(), 1)).isEqualTo(Result.DONE);
        pass();
        assertThat(alice.count(Request.BYE)).as("a call of one is none").isEqualTo(1);
        nothingIsLeft();
    }

    @Test
    void aParticipantIsTransferredWithoutAnybodysRefer() {
        talkAnd(carol.destination());
        assertThat(transfer(1, "1002")).isEqualTo(Result.DONE);
        assertThat(only().state()).isEqualTo(State.TRANSFERRING);
        assertThat(transfer(1, "1002")).isEqualTo(Result.BUSY);
        assertThat(carol.last(Request.INVITE).request().has(HeaderName.REFERRED_BY))
                .as("no phone refers")
                .isFalse();
        carolAnswers();
        bobOffers();
        carolTakesTheOffer();
        assertThat(ended).containsExactly(200);
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
        assertThat(alice.count(Request.NOTIFY)).isZero();
        bobAndCarolTalk();
        bob.send(bob.request(fromBob, Request.BYE));
        pass();
        nothingIsLeft();
        assertThat(server.closed.get(0).legs().get(2).transferredBy()).isEqualTo("admin:test");
    }

    @Test
    void aTransferThatFailsGivesTheCallBack() {
        talkAnd(carol.destination());
        assertThat(transfer(1, "sip:1002@example.test")).isEqualTo(Result.DONE);
        ScriptedPhone.Received invite = carol.last(Request.INVITE);
        invite.respond(carol.reply(invite, 486, "c"));
        pass();
        assertThat(ended).containsExactly(486);
        assertThat(only().state()).isEqualTo(State.TALKING);
        alice.send(alice.request(fromAlice, Request.INFO));
        pass();
        ScriptedPhone.Received info = bob.last(Request.INFO);
        info.respond(bob.reply(info, 200, "bobs"));
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        nothingIsLeft();
    }

    @Test
    void whatDoesNotTalkIsNotTransferred() {
        dials(bob.destination());
        ScriptedPhone.Received invite = calls(invite().body("application/sdp", ScriptedPhone.bytes(OFFER)));
        assertThat(transfer(0, "1002")).isEqualTo(Result.NOT_TALKING);
        answers(invite);
        assertThat(transfer(9, "1002")).isEqualTo(Result.NO_PARTICIPANT);
        assertThat(control.transfer("x", 0, "1002", "", ended::add)).isEqualTo(Result.NO_CALL);
        assertThatThrownBy(() -> transfer(1, "sip:")).isInstanceOf(IllegalArgumentException.class);
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        nothingIsLeft();
        assertThat(ended).isEmpty();
    }
}
