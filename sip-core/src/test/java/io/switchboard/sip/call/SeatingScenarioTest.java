package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.switchboard.media.Negotiation;
import io.switchboard.media.sdp.Direction;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller is told that asks for a seat, in a room that is there or in one that is made for it. */
class SeatingScenarioTest extends Scenario {
    private static final String LIST = "<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\"><list>"
            + "<entry uri=\"sip:bob@example.test\"/></list></resource-lists>";

    private Seating.@Nullable Place place;
    private final List<String> asked = new ArrayList<>();

    /** A seat that answers every offer. */
    private static final class Chair implements Seat {
        @Override
        public void negotiate(byte[] offer, Consumer<Negotiation> result) {
            result.accept(new Negotiation.Agreed(ScriptedPhone.bytes(ANSWER), Direction.SENDRECV));
        }

        @Override
        public void answered(byte[] answer) {}

        @Override
        public void answered(byte[] answer, Consumer<Negotiation> result) {
            negotiate(answer, result);
        }

        @Override
        public void connected() {}

        @Override
        public void digit(char digit) {}

        @Override
        public void silence(Silence how) {}

        @Override
        public void left() {}
    }

    @BeforeEach
    void seats() {
        server.planner = (invite, target, from) -> SimulatedServer.dial(DialStep.madeBy("team", status -> -1));
        server.calls.seating(new Seating() {
            @Override
            public Place seat(String room, Guest guest) {
                throw new AssertionError("a room is to be made");
            }

            @Override
            public Place make(String factory, Guest guest) {
                asked.add(factory + " " + guest.arrival().recipients());
                return place != null ? place : new Place.Taken(new Chair(), "conf-1");
            }
        });
    }

    private SipResponse asks(RequestBuilder invite, int status) {
        alice.send(invite);
        pass();
        return alice.response(status);
    }

    @Test
    void contactOfTheAnswerIsTheRoomThatWasMade() {
        SipResponse ok = asks(invite().body("application/sdp", ScriptedPhone.bytes(OFFER)), 200);
        assertThat(asked).containsExactly("team []");
        assertThat(ok.value(HeaderName.CONTACT)).isEqualTo("<sip:conf-1@10.0.0.1:5060>;isfocus");
        assertThat(ok.values(HeaderName.SUPPORTED)).contains("recipient-list-invite");
        fromAlice.established(ok);
        alice.ack(fromAlice, fromAlice.lastCseq(), "");
        pass();
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }

    @Test
    void redirectionNamesTheRoom() {
        place = new Seating.Place.Moved("conf-2");
        SipResponse moved = asks(invite().body("application/resource-lists+xml", ScriptedPhone.bytes(LIST)), 302);
        assertThat(asked).containsExactly("team [sip:bob@example.test]");
        assertThat(moved.value(HeaderName.CONTACT)).isEqualTo("<sip:conf-2@10.0.0.1:5060>;isfocus");
        nothingIsLeft();
        assertThat(server.closed.get(0).status()).isEqualTo(302);
    }

    @Test
    void nextStepIsTriedIfThereIsNoRoom() {
        place = new Seating.Place.Refused(503, "No");
        DialStep made = DialStep.madeBy("team", status -> status == 503 ? 1 : -1);
        DialStep phone = new DialStep(ImmutableList.of(bob.destination()), 60_000, 0, status -> -1);
        server.planner = (invite, target, from) -> SimulatedServer.dial(made, phone);
        ScriptedPhone.Received invite = calls(invite().body("application/sdp", ScriptedPhone.bytes(OFFER)));
        invite.respond(bob.reply(invite, 486, "bobs"));
        pass();
        assertThat(alice.response(486).value(HeaderName.CONTACT)).isNull();
        nothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text/plain                     |                       | 415
            multipart/alternative          |                       | 415
            multipart/mixed                |                       | 400
            application/resource-lists+xml |                       | 400
            application/sdp                | weather               | 420
            application/sdp                | recipient-list-invite | 200
            """)
    void whatIsNotUnderstoodIsRefusedBeforeARoomIsMade(String type, @Nullable String require, int status) {
        RequestBuilder invite = invite();
        if (require != null) {
            invite.header(HeaderName.REQUIRE, require);
        }
        SipResponse answer = asks(invite.body(type, ScriptedPhone.bytes("hello")), status);
        switch (status) {
            case 415 -> {
                assertThat(answer.value(HeaderName.ACCEPT)).contains("application/resource-lists+xml");
                assertThat(answer.value(HeaderName.ACCEPT_ENCODING)).contains("deflate");
            }
            case 420 -> assertThat(answer.value(HeaderName.UNSUPPORTED)).isEqualTo("weather");
            case 200 -> {
                fromAlice.established(answer);
                alice.ack(fromAlice, fromAlice.lastCseq(), "");
                pass();
                alice.send(alice.request(fromAlice, Request.BYE));
            }
            default -> {}
        }
        assertThat(asked).hasSize(status == 200 ? 1 : 0);
        nothingIsLeft();
    }
}
