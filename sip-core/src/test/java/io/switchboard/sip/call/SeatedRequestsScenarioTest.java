package io.switchboard.sip.call;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.media.Negotiation;
import io.switchboard.media.sdp.Direction;
import io.switchboard.media.sdp.SdpException;
import java.util.function.Consumer;
import javax.sip.message.Request;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alice is in a room, and offers other media by UPDATE (RFC 3311); the room takes its time. */
class SeatedRequestsScenarioTest extends Scenario {
    private final SimulatedRooms rooms = new SimulatedRooms();

    @BeforeEach
    void aliceIsInARoom() {
        server.calls.seating(rooms);
        server.planner = (invite, target, from) -> SimulatedServer.dial(DialStep.into("3000", status -> -1));
        alice.send(invite().body("application/sdp", ScriptedPhone.bytes(OFFER)));
        pass();
        fromAlice.established(alice.response(200));
        alice.ack(fromAlice, fromAlice.lastCseq(), "");
        pass();
    }

    private Consumer<Negotiation> offers() {
        alice.responses.clear();
        alice.send(alice.request(fromAlice, Request.UPDATE)
                .body("application/sdp", ScriptedPhone.bytes("v=0\r\ns=late\r\n")));
        pass();
        assertThat(alice.responses).isEmpty();
        return requireNonNull(rooms.places.get(0).late);
    }

    @Test
    void theRoomsAnswerIsPassedOn() {
        Consumer<Negotiation> room = offers();
        lane.execute(() -> room.accept(new Negotiation.Agreed(ScriptedPhone.bytes(ANSWER), Direction.SENDRECV)));
        pass();
        assertThat(text(alice.response(200))).endsWith(ANSWER);
        Consumer<Negotiation> again = offers();
        lane.execute(() -> again.accept(
                new Negotiation.Refused(new SdpException(SdpException.Fault.UNACCEPTABLE, "not this one"))));
        pass();
        assertThat(alice.response(488).cseqMethod()).isEqualTo(Request.UPDATE);
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }

    @Test
    void whatTheRoomSaysTooLateEndsNothing() {
        Consumer<Negotiation> room = offers();
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        alice.responses.clear();
        lane.execute(() -> room.accept(new Negotiation.Unavailable("gone")));
        pass();
        assertThat(alice.response(487).cseqMethod()).isEqualTo(Request.UPDATE);
        nothingIsLeft();
    }

    @Test
    @SuppressWarnings("NullAway") // what is wrong with it
    void anExceptionInItEndsTheCall() {
        Consumer<Negotiation> room = offers();
        lane.execute(() -> room.accept(null));
        pass();
        assertThat(alice.response(500).cseqMethod()).isEqualTo(Request.UPDATE);
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
        assertThat(server.calls.crashes()).isEqualTo(1);
        nothingIsLeft();
    }
}
