package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.dialog.Dialog;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipMessage;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;

/** Phones see by our Contact whether their call is a conference, and where that is (RFC 4579 section 3). */
class FocusContactScenarioTest extends EscalationScenario {
    private static final String USUAL = "<sip:switchboard@10.0.0.1:5060>";

    private String focus() {
        return "<sip:" + Seating.ROOM_OF_CALL + id() + "@10.0.0.1:5060;key=secret>;isfocus";
    }

    private static String contact(SipMessage message) {
        return String.valueOf(message.value(HeaderName.CONTACT));
    }

    private static String asked(ScriptedPhone phone) {
        return contact(phone.last(Request.INVITE).request());
    }

    @Test
    void theContactIsTheFocusWhileTheCallIsMixedAndNoLonger() {
        rooms.key = "secret";
        assertThat(asked(bob)).isEqualTo(USUAL);
        escalations().mix(id(), ended::add);
        pass();
        assertThat(asked(alice)).isEqualTo(focus());
        assertThat(asked(bob)).isEqualTo(focus());
        bothCome();
        alice.send(alice.request(fromAlice, Request.INVITE).body("application/sdp", ScriptedPhone.bytes(OFFER)));
        pass();
        assertThat(contact(alice.response(200))).as("in a 200 too").isEqualTo(focus());
        alice.ack(fromAlice, fromAlice.lastCseq(), "");
        pass();
        escalations().unmix(id());
        pass();
        assertThat(asked(alice)).isEqualTo(USUAL);
        aliceAndBobGoDirect();
        assertThat(asked(bob)).isEqualTo(USUAL);
        hangUp(alice, fromAlice);
    }

    private void addCarol(Destination phone) {
        rooms.key = "secret";
        dials(phone);
        escalations().add(id(), "1003", "test", ended::add);
        pass();
        bothCome();
    }

    /** RFC 4579 section 5.5. Its key she has when she has come. */
    @Test
    void whoIsCalledIntoTheCallSeesThatItIsAConference() {
        addCarol(carol.destination(account("carol")));
        assertThat(asked(carol)).isEqualTo(focus().replace(";key=secret", ""));
        Dialog fromRoom = carol.called(carol.last(Request.INVITE), "carols");
        takes(carol, "carols", "v=0\r\ns=carol\r\n");
        pass();
        carol.send(carol.request(fromRoom, Request.INVITE).body("application/sdp", ScriptedPhone.bytes(OFFER)));
        pass();
        assertThat(contact(carol.response(200))).isEqualTo(focus());
        carol.ack(fromRoom, fromRoom.lastCseq(), "");
        pass();
        hangUp(alice, fromAlice);
        goDirect(bob, "bobs", carol, "carols");
        assertThat(asked(carol)).isEqualTo(USUAL);
        hangUp(bob, fromBob);
    }

    @Test
    void aTrunkIsShownNoFocus() {
        addCarol(carol.destination());
        assertThat(asked(carol)).isEqualTo(USUAL);
        refuses(carol, "c", 486);
        aliceAndBobGoDirect();
        hangUp(alice, fromAlice);
    }

    @Test
    void twoWhoCannotGoBackAreToldOfTheFocusAgain() {
        escalations().mix(id(), ended::add);
        pass();
        bothCome();
        escalations().unmix(id());
        pass();
        ScriptedPhone.Received offer = alice.last(Request.INVITE);
        offer.respond(
                alice.reply(offer, 200, fromAlice.localTag()).body("application/sdp", ScriptedPhone.bytes(OFFER)));
        pass();
        refuses(bob, "bobs", 488);
        assertThat(asked(alice)).endsWith(";isfocus");
        takes(alice, fromAlice.localTag(), "v=0\r\ns=alice mixed\r\n");
        pass();
        bob.send(bob.request(fromBob, Request.INVITE).body("application/sdp", ScriptedPhone.bytes(OFFER)));
        pass();
        assertThat(contact(bob.response(200))).endsWith(";isfocus");
        bob.ack(fromBob, fromBob.lastCseq(), "");
        pass();
        hangUp(bob, fromBob);
    }

    private String carolTakesASeatOverAndGoesDirect() {
        escalations().mix(id(), ended::add);
        pass();
        bothCome();
        carolCalls(HeaderName.REPLACES);
        String contact = contact(carol.response(200));
        carolIsAnswered();
        escalations().unmix(id());
        pass();
        goDirect(bob, "bobs", carol, fromCarol.localTag());
        assertThat(asked(carol)).isEqualTo(USUAL);
        hangUp(bob, fromBob);
        return contact;
    }

    @Test
    void whoHasTakenASeatOverAndGoesDirectIsInNoConferenceAnyMore() {
        carolWatches = "conference";
        assertThat(carolTakesASeatOverAndGoesDirect()).endsWith(";isfocus");
    }

    @Test
    void aPhoneThatDoesNotSayThatItWatchesConferencesIsShownNone() {
        assertThat(carolTakesASeatOverAndGoesDirect()).isEqualTo(USUAL);
    }
}
