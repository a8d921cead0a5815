package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.auth.Account;
import io.switchboard.sip.dialog.Dialog;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.transaction.ClientTransaction;
import java.util.ArrayList;
import java.util.List;
import javax.sip.message.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Alice talks with Bob, and the first steps of how that becomes a conference and is a call of two again. */
abstract class EscalationScenario extends Scenario {
    static final String MIXER = "v=0\r\ns=mixer\r\n";
    static final String NEW = "v=0\r\ns=new\r\n";

    final SimulatedRooms rooms = new SimulatedRooms();
    final List<Integer> ended = new ArrayList<>();
    final Dialog fromCarol = carol.calling("<sip:carol@example.test>", "1000");

    /** What Carol's phone says that it watches. */
    String carolWatches = "";

    @BeforeEach
    void theyTalk() {
        server.calls.seating(rooms);
        callerIs("alice");
        dials(bob.destination(account("bob")));
        ScriptedPhone.Received invite = calls(invite().header(HeaderName.ALLOW_EVENTS, "presence, conference")
                .body("application/sdp", ScriptedPhone.bytes(OFFER)));
        fromBob = bob.called(invite, "bobs");
        invite.respond(bob.reply(invite, 200, "bobs")
                .header(HeaderName.ALLOW_EVENTS, "conference")
                .body("application/sdp", ScriptedPhone.bytes(ANSWER)));
        pass();
        fromAlice.established(alice.response(200));
        alice.ack(fromAlice, fromAlice.lastCseq(), "");
        pass();
    }

    @AfterEach
    void seatsAreLeftOnce() {
        nothingIsLeft();
        assertThat(rooms.places).allSatisfy(place -> assertThat(place.left).isEqualTo(1));
    }

    static Party account(String user) {
        return new Party.Phone(new Account(user, "example.test", "", "", ""), 0);
    }

    /** Whose requests the server takes those for that come next. */
    void callerIs(String user) {
        server.caller = account(user);
    }

    Escalations escalations() {
        return server.calls.escalations();
    }

    String id() {
        return server.calls.all().iterator().next().record.id();
    }

    /** Carol calls with a header that names Alice's dialog. */
    ClientTransaction carolCalls(HeaderName header) {
        RequestBuilder invite = carol.request(fromCarol, Request.INVITE);
        invite.header(
                header, fromAlice.callId() + ";to-tag=" + fromAlice.remoteTag() + ";from-tag=" + fromAlice.localTag());
        if (!carolWatches.isEmpty()) {
            invite.header(HeaderName.ALLOW_EVENTS, carolWatches);
        }
        ClientTransaction sent = carol.send(invite.body("application/sdp", ScriptedPhone.bytes(NEW)));
        pass();
        return sent;
    }

    void carolIsAnswered() {
        assertThat(text(carol.response(200))).endsWith(MIXER);
        fromCarol.established(carol.response(200));
        carol.ack(fromCarol, fromCarol.lastCseq(), "");
        pass();
    }

    static void takes(ScriptedPhone phone, String tag, String description) {
        ScriptedPhone.Received invite = phone.last(Request.INVITE);
        assertThat(text(invite.request())).endsWith(MIXER);
        invite.respond(phone.reply(invite, 200, tag).body("application/sdp", ScriptedPhone.bytes(description)));
    }

    void refuses(ScriptedPhone phone, String tag, int status) {
        ScriptedPhone.Received invite = phone.last(Request.INVITE);
        invite.respond(phone.reply(invite, status, tag));
        pass();
    }

    void bothCome() {
        takes(alice, fromAlice.localTag(), "v=0\r\ns=alice mixed\r\n");
        takes(bob, "bobs", "v=0\r\ns=bob mixed\r\n");
        pass();
    }

    /** One is asked for an offer, the other is shown it, and the answer goes back. */
    void goDirect(ScriptedPhone first, String firstTag, ScriptedPhone second, String secondTag) {
        ScriptedPhone.Received asked = first.last(Request.INVITE);
        assertThat(asked.request().bodyLength()).isZero();
        asked.respond(first.reply(asked, 200, firstTag).body("application/sdp", ScriptedPhone.bytes(OFFER)));
        pass();
        ScriptedPhone.Received offered = second.last(Request.INVITE);
        assertThat(text(offered.request())).endsWith(OFFER);
        offered.respond(second.reply(offered, 200, secondTag).body("application/sdp", ScriptedPhone.bytes(ANSWER)));
        pass();
        assertThat(text(first.acks.get(first.acks.size() - 1))).endsWith(ANSWER);
        assertThat(rooms.there()).isZero();
    }

    void aliceAndBobGoDirect() {
        goDirect(alice, fromAlice.localTag(), bob, "bobs");
    }

    void talkDirectly() {
        assertThat(rooms.there()).isZero();
        alice.send(alice.request(fromAlice, Request.INFO));
        pass();
        ScriptedPhone.Received info = bob.last(Request.INFO);
        info.respond(bob.reply(info, 200, "bobs"));
        pass();
        assertThat(alice.response(200).cseqMethod()).isEqualTo(Request.INFO);
    }

    void hangUp(ScriptedPhone phone, Dialog dialog) {
        phone.send(phone.request(dialog, Request.BYE));
        pass();
    }

    SimulatedRooms.Place place(int number) {
        return rooms.places.get(number);
    }
}
