package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.dialog.Dialog;
import javax.sip.message.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alice talks with Bob and transfers him to a room, message by message. */
class RoomTransferScenarioTest extends TransferScenario {
    private static final String MIXER = "v=0\r\ns=mixer\r\n";

    private final SimulatedRooms rooms = new SimulatedRooms();

    @BeforeEach
    void theyTalk() {
        server.calls.seating(rooms);
        talk();
        server.planner = (invite, target, from) -> SimulatedServer.dial(DialStep.into("3000", status -> -1));
    }

    @AfterEach
    void seatsAreLeftOnce() {
        nothingIsLeft();
        assertThat(rooms.places).allSatisfy(place -> assertThat(place.left).isEqualTo(1));
    }

    private void bobTakes(String description) {
        ScriptedPhone.Received invite = bob.last(Request.INVITE);
        assertThat(text(invite.request())).endsWith(MIXER);
        invite.respond(bob.reply(invite, 200, "bobs").body("application/sdp", ScriptedPhone.bytes(description)));
        pass();
    }

    @Test
    void theTransfereeIsTakenIntoTheRoom() {
        refer("<sip:3000@example.test>");
        bobTakes("v=0\r\ns=bob\r\n");
        assertThat(reports()).isEqualTo("100 200!");
        answerReports();
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
        assertThat(bob.count(Request.BYE)).isZero();
        assertThat(rooms.places.get(0).connected).isEqualTo(1);
        bob.send(bob.request(fromBob, Request.INVITE)
                .body("application/sdp", ScriptedPhone.bytes("v=0\r\ns=bob holds\r\n")));
        pass();
        assertThat(text(bob.response(200))).endsWith(MIXER);
        bob.ack(fromBob, fromBob.lastCseq(), "");
        pass();
        rooms.places.get(0).guest.hangUp(480, "SIP;cause=200");
        pass();
        assertThat(bob.count(Request.BYE)).isEqualTo(1);
    }

    @Test
    void aFullRoomLeavesTheCallAsItWas() {
        rooms.full = true;
        refer("<sip:3000@example.test>");
        assertThat(reports()).isEqualTo("100 486!");
        answerReports();
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        assertThat(bob.count(Request.BYE)).isEqualTo(1);
    }

    @Test
    void aTransfereeThatRefusesTalksOn() {
        refer("<sip:3000@example.test>");
        ScriptedPhone.Received invite = bob.last(Request.INVITE);
        invite.respond(bob.reply(invite, 488, "bobs"));
        pass();
        assertThat(reports()).isEqualTo("100 488!");
        answerReports();
        alice.send(alice.request(fromAlice, Request.INFO));
        pass();
        ScriptedPhone.Received info = bob.last(Request.INFO);
        info.respond(bob.reply(info, 200, "bobs"));
        pass();
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
    }

    @Test
    void anAnswerThatIsOfNoUseGivesTheTransferorBack() {
        refer("<sip:3000@example.test>");
        bobTakes("v=0\r\ns=useless\r\n");
        assertThat(reports()).isEqualTo("100 488!");
        answerReports();
        bobOffers();
        ScriptedPhone.Received offered = alice.last(Request.INVITE);
        assertThat(text(offered.request())).endsWith(BOBS);
        offered.respond(
                alice.reply(offered, 200, fromAlice.localTag()).body("application/sdp", ScriptedPhone.bytes(ANSWER)));
        pass();
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        assertThat(bob.count(Request.BYE)).isEqualTo(1);
    }

    @Test
    void aTransferorThatHangsUpAtOnceIsNotNeeded() {
        refer("<sip:3000@example.test>");
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        bobTakes("v=0\r\ns=bob\r\n");
        assertThat(bob.count(Request.BYE)).isZero();
        assertThat(rooms.there()).isEqualTo(1);
        bob.send(bob.request(fromBob, Request.BYE));
        pass();
    }

    /** The transferor is in the room already, and brings the transferee there. */
    @Test
    void anAttendedTransferToARoomTakesTheTransferorOutOfIt() {
        Dialog inRoom = alice.calling("\"Alice\" <sip:alice@example.test>", "3000");
        alice.send(alice.request(inRoom, Request.INVITE).body("application/sdp", ScriptedPhone.bytes(OFFER)));
        pass();
        inRoom.established(alice.response(200));
        alice.ack(inRoom, inRoom.lastCseq(), "");
        pass();
        assertThat(rooms.there()).isEqualTo(1);
        refer("<sip:3000@example.test?Replaces=" + inRoom.callId().replace("@", "%40") + "%3Bto-tag%3D"
                + inRoom.remoteTag() + "%3Bfrom-tag%3D" + inRoom.localTag() + ">");
        bobTakes("v=0\r\ns=bob\r\n");
        assertThat(reports()).isEqualTo("100 200!");
        answerReports();
        assertThat(alice.count(Request.BYE)).as("of both of her calls").isEqualTo(2);
        assertThat(rooms.there()).isEqualTo(1);
        bob.send(bob.request(fromBob, Request.BYE));
        pass();
    }
}
