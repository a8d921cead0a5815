package io.switchboard.sip.call;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.dialog.Dialog;
import io.switchboard.sip.message.HeaderName;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** REFER to the focus that a call of two is, message by message (RFC 4579 sections 5.5 and 5.6). */
class CallFocusScenarioTest extends EscalationScenario {
    private Dialog outside = fromAlice;

    /** Refers somebody to the call, outside of its dialogs; returns the status. */
    private int refers(ScriptedPhone phone, String call, String target) {
        outside = phone.calling("<sip:phone@example.test>", Seating.ROOM_OF_CALL + call);
        phone.send(phone.request(outside, Request.REFER).header(HeaderName.REFER_TO, "<" + target + ">"));
        pass();
        return phone.responses.get(phone.responses.size() - 1).status();
    }

    private static String reported(ScriptedPhone phone) {
        return text(phone.last(Request.NOTIFY).request()).lines().reduce("", (first, last) -> last);
    }

    private void answersReports(ScriptedPhone phone) {
        ScriptedPhone.Received notify = phone.last(Request.NOTIFY);
        notify.respond(phone.reply(notify, 200, outside.localTag()));
        pass();
    }

    @Test
    void aThirdIsCalledFromTheRoomOfTheCall() {
        rooms.denied = 0;
        assertThat(refers(alice, id(), "sip:1003@example.test")).isEqualTo(202);
        assertThat(reported(alice)).startsWith("SIP/2.0 100");
        answersReports(alice);
        assertThat(rooms.wishes).as("not before both are there").isEmpty();
        bothCome();
        assertThat(rooms.wishes).hasSize(1);
        Seating.Progress progress = requireNonNull(rooms.progress);
        progress.ringing();
        pass();
        assertThat(reported(alice)).startsWith("SIP/2.0 180");
        answersReports(alice);
        assertThat(rooms.there()).as("they stay while it rings").isEqualTo(2);
        progress.concluded(486);
        pass();
        assertThat(reported(alice)).startsWith("SIP/2.0 486");
        answersReports(alice);
        aliceAndBobGoDirect();
        hangUp(alice, fromAlice);
    }

    @Test
    void whatTheRoomDeniesIsReported() {
        rooms.denied = 486;
        assertThat(refers(alice, id(), "sip:1003@example.test")).isEqualTo(202);
        answersReports(alice);
        bothCome();
        assertThat(reported(alice)).startsWith("SIP/2.0 486");
        answersReports(alice);
        aliceAndBobGoDirect();
        hangUp(alice, fromAlice);
    }

    @Test
    void aPhoneThatRefusesTheRoomIsReported() {
        rooms.denied = 0;
        refers(alice, id(), "sip:1003@example.test");
        answersReports(alice);
        takes(alice, fromAlice.localTag(), "v=0\r\ns=alice mixed\r\n");
        pass();
        refuses(bob, "bobs", 488);
        aliceAndBobGoDirect();
        assertThat(reported(alice)).startsWith("SIP/2.0 488");
        answersReports(alice);
        assertThat(rooms.wishes).isEmpty();
        hangUp(alice, fromAlice);
    }

    @Test
    void whoeverIsInItMayRemove() {
        assertThat(refers(alice, id(), "sip:bob@example.test;method=BYE")).isEqualTo(202);
        assertThat(reported(alice)).startsWith("SIP/2.0 200");
        answersReports(alice);
        ScriptedPhone.Received alices = alice.last(Request.BYE);
        alices.respond(alice.reply(alices, 200, fromAlice.localTag()));
        ScriptedPhone.Received bobs = bob.last(Request.BYE);
        bobs.respond(bob.reply(bobs, 200, "bobs"));
        pass();
    }

    @ParameterizedTest
    @CsvSource({
        "alice, x, sip:1003@example.test, 501, no such call: rooms are asked",
        "carol, , sip:1003@example.test, 403, she has no part in it",
        "alice, , sip:dave@example.test;method=BYE, 404, he is not there",
        "alice, , tel:1003, 416, no SIP URI",
        "alice, , sip:1003@example.test;method=SUBSCRIBE, 501, another method",
    })
    void wrongOnesAreRefused(String who, String call, String target, int status, String why) {
        callerIs(who);
        assertThat(refers(alice, call == null ? id() : call, target)).as(why).isEqualTo(status);
        callerIs("alice");
        hangUp(alice, fromAlice);
    }
}
