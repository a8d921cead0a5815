package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.auth.Account;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.message.SipUri;
import java.util.ArrayList;
import java.util.List;
import javax.sip.message.Request;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alice talks with Bob and has him taken into a room, message by message (RFC 4579 section 5.7). */
class PullingScenarioTest extends TransferScenario {
    private final List<String> told = new ArrayList<>();
    private String replaces = "";

    @BeforeEach
    void talkWithBob() {
        talk();
        SipResponse ok = alice.response(200);
        replaces = ok.callId() + ";to-tag=" + ok.toTag() + ";from-tag=" + ok.fromTag();
    }

    private Dialler.Outgoing pull(Party liable) {
        Dialler.Outgoing outgoing = Dialler.of(server.calls, server.planner, server.settings)
                .prepare(new Dialler.Order(
                        new Party.Room("3000", "example.test"),
                        SipUri.parse("sip:bob@example.test"),
                        liable,
                        "",
                        replaces));
        outgoing.dial(ScriptedPhone.bytes(NotedSeat.ROOMS), new NotedSeat(told));
        pass();
        return outgoing;
    }

    private void bobAgrees() {
        ScriptedPhone.Received asked = bob.last(Request.INVITE);
        assertThat(text(asked.request())).endsWith(NotedSeat.ROOMS);
        asked.respond(bob.reply(asked, 200, "bobs").body("application/sdp", ScriptedPhone.bytes(BOBS)));
        pass();
    }

    @Test
    void heIsInTheRoomAndTheirCallIsOver() {
        Dialler.Outgoing outgoing = pull(server.caller);
        bobAgrees();
        assertThat(told).containsExactly("answered " + BOBS.strip());
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
        assertThat(bob.count(Request.BYE)).isZero();
        outgoing.hangUp(480, "SIP;cause=200;text=\"Removed\"");
        pass();
        assertThat(bob.last(Request.BYE).request().value(HeaderName.REASON)).contains("Removed");
        assertThat(told).endsWith("left");
        nothingIsLeft();
    }

    @Test
    void whoHasAskedForItMayHangUpAtOnce() {
        pull(server.caller);
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        assertThat(bob.count(Request.BYE)).isZero();
        bobAgrees();
        bob.send(bob.request(fromBob, Request.BYE));
        pass();
        assertThat(told).containsExactly("answered " + BOBS.strip(), "left");
        nothingIsLeft();
    }

    @Test
    void ifHeRefusesTheirCallGoesOn() {
        pull(server.caller);
        ScriptedPhone.Received asked = bob.last(Request.INVITE);
        asked.respond(bob.reply(asked, 488, "bobs"));
        pass();
        assertThat(told).containsExactly("failed 488");
        bob.send(bob.request(fromBob, Request.BYE));
        pass();
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
        nothingIsLeft();
    }

    @Test
    void ifHeRefusesAndNobodyIsLeftHeIsHungUp() {
        pull(server.caller);
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        ScriptedPhone.Received asked = bob.last(Request.INVITE);
        asked.respond(bob.reply(asked, 488, "bobs"));
        pass();
        assertThat(told).containsExactly("failed 488");
        assertThat(bob.count(Request.BYE)).isEqualTo(1);
        nothingIsLeft();
    }

    /** The room was over before he agreed: their old media again. */
    @Test
    void aLateAgreementIsTakenBack() {
        Dialler.Outgoing outgoing = pull(server.caller);
        ScriptedPhone.Received asked = bob.last(Request.INVITE);
        bob.answersCancel = false;
        outgoing.hangUp(480, "");
        asked.respond(bob.reply(asked, 200, "bobs").body("application/sdp", ScriptedPhone.bytes(BOBS)));
        pass();
        assertThat(told).containsExactly("failed 487");
        bobOffers();
        ScriptedPhone.Received restored = alice.last(Request.INVITE);
        assertThat(text(restored.request())).endsWith(BOBS);
        restored.respond(alice.reply(restored, 200, "x").body("application/sdp", ScriptedPhone.bytes(OFFER)));
        pass();
        assertThat(text(bob.acks.get(bob.acks.size() - 1))).endsWith(OFFER);
        bob.send(bob.request(fromBob, Request.BYE));
        pass();
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
        nothingIsLeft();
    }

    @Test
    void hangingUpHimselfEndsBoth() {
        pull(server.caller);
        bob.send(bob.request(fromBob, Request.BYE));
        pass();
        assertThat(told).containsExactly("failed 480");
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
        nothingIsLeft();
    }

    /** Nor is a phone asked to give up what is somebody else's: whoever saw one message of it knows its name. */
    @Test
    void aStrangersDialogIsLeftAlone() {
        dials(bob.destination());
        pull(new Party.Phone(new Account("mallory", "example.test", "", "", ""), 0));
        replaces = fromBob.callId() + ";to-tag=bobs;from-tag=" + fromBob.remoteTag();
        pull(server.caller);
        assertThat(bob.count(Request.INVITE)).isEqualTo(1);
        assertThat(told).containsExactly("failed 481", "failed 481");
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }
}
