package io.switchboard.sip.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.call.Destination;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.transport.Hop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Senders behind a trunk are told of the end of their messages, by the trunk. */
class TrunkSenderTest extends MessagesScene {
    private static final String CALLER = "sip:+4930123@carrier.test";

    private final List<String> lookedUp = new ArrayList<>();
    private boolean configured = true;

    private static Party.Trunk trunk() {
        return new Party.Trunk(
                "carrier",
                false,
                false,
                0,
                (challenges, method, uri) -> "Digest username=\"us\", uri=\"" + uri + "\"",
                user -> false);
    }

    @Override
    Party sender(SipRequest message) {
        return trunk();
    }

    /** The carrier and a spare. */
    @Override
    List<Hop> hops(SipUri uri) {
        lookedUp.add(uri.host());
        return List.of(hop("10.0.0.9"), hop("10.0.0.8"));
    }

    @Override
    @Nullable Destination onTrunk(String trunk, String user) {
        if (!configured || !trunk.equals("carrier")) {
            return null;
        }
        String uri = "sip:" + user + "@sbc.carrier.test";
        return new Destination(trunk(), uri + ";transport=udp", uri, ImmutableList.of(), ImmutableList.of(), null);
    }

    private void dies(String from) {
        carrier.send(
                carrier.message("1002", from).header(HeaderName.EXPIRES, "10").body("text/plain", new byte[] {'x'}));
        lane.advance(200);
        assertThat(carrier.statuses()).containsOnly(202);
        lane.advance(20_000);
    }

    /** Its sender learns of its end, but not who has the number. */
    @Test
    void aTextIsTheAnswerToWhatExpires() {
        dies(CALLER);
        assertThat(carrier.texts())
                .containsExactly("Your message to 1002@example.test of Thu, 01 Jan 2026 00:00:00 GMT was not"
                        + " delivered: nobody was there in time.");
        SipRequest told = carrier.received.get(0);
        assertThat(told.requestUri()).isEqualTo("sip:+4930123@sbc.carrier.test;transport=udp");
        assertThat(told.values(HeaderName.TO)).containsExactly("<sip:+4930123@sbc.carrier.test>");
        assertThat(told.value(HeaderName.FROM)).startsWith("\"Switchboard\" <sip:switchboard@example.test>");
        assertThat(told.value(HeaderName.IN_REPLY_TO)).isEqualTo("carrier1");
        assertThat(told.toString()).doesNotContain("bob");
        assertThat(lookedUp).containsExactly("sbc.carrier.test");
        assertThat(store.rows).isEmpty();
        assertThat(messages.boxes()).isZero();
    }

    @Test
    void whatIsRefusedAfterItWasKeptIsToldToo() {
        carrier.send(carrier.message("1002", CALLER).body("text/plain", new byte[] {'x'}));
        lane.advance(200);
        bob.reply = request -> 415;
        registered.put(BOB, List.of(bob.phone()));
        messages.registered(BOB, bob.phone().device(), true);
        lane.advance(200);
        assertThat(carrier.texts()).hasSize(1).first().asString().endsWith("it was refused (415).");
    }

    /** RFC 5438 section 7.2.1.1. */
    @Test
    void whoAskedForItGetsANotification() {
        use(settings(100, 0, MessageSettings.Bounce.IMDN));
        dies(CALLER);
        assertThat(carrier.texts()).as("who did not ask").isEmpty();
        String cpim = """
                From: <sip:+4930123@carrier.test>
                To: <sip:1002@example.test>
                NS: imdn <urn:ietf:params:imdn>
                imdn.Message-ID: Abc1
                imdn.Disposition-Notification: negative-delivery

                Content-Type: text/plain

                hello""".replace("\n", "\r\n");
        carrier.send(carrier.message("1002", CALLER)
                .header(HeaderName.EXPIRES, "10")
                .body("message/cpim", cpim.getBytes(StandardCharsets.UTF_8)));
        lane.advance(20_000);
        SipRequest told = carrier.received.get(0);
        assertThat(told.value(HeaderName.CONTENT_TYPE)).isEqualTo("message/cpim");
        assertThat(told.value(HeaderName.FROM)).startsWith("<sip:1002@example.test>");
        assertThat(carrier.texts().get(0))
                .startsWith("From: <sip:1002@example.test>\r\nTo: <sip:+4930123@sbc.carrier.test>\r\n")
                .contains(
                        "<message-id>Abc1</message-id>",
                        "<recipient-uri>sip:1002@example.test</recipient-uri>",
                        "<failed/>",
                        "Content-Type: message/imdn+xml")
                .doesNotContain("bob");
    }

    /** As what a user is told waits for him. */
    @Test
    void itWaitsForTheTrunkAndSurvivesARestart() {
        carrier.reply = request -> 503;
        other.reply = request -> 503;
        dies(CALLER);
        assertThat(carrier.received).isNotEmpty();
        assertThat(other.received).as("the other hop").isNotEmpty();
        assertThat(messages.waiting("+4930123@trunk:carrier")).isEqualTo(1);
        int before = carrier.received.size();
        messages = office();
        carrier.reply = request -> 200;
        lane.advance(200);
        assertThat(carrier.received).hasSize(before + 1);
        assertThat(carrier.received.get(before).callId())
                .isEqualTo(carrier.received.get(0).callId());
        assertThat(carrier.received.get(before).cseq())
                .isGreaterThan(carrier.received.get(0).cseq());
        assertThat(store.rows).isEmpty();
    }

    @Test
    void aTrunkThatIsSilentIsTriedAgain() {
        carrier.reply = request -> 0;
        other.reply = request -> 0;
        dies(CALLER);
        carrier.reply = request -> 202;
        lane.advance(80_000);
        assertThat(carrier.texts()).hasSizeGreaterThan(1);
        assertThat(store.rows).isEmpty();
        assertThat(messages.boxes()).isZero();
    }

    @Test
    void theTrunksChallengeIsAnswered() {
        carrier.reply = request -> request.has(HeaderName.PROXY_AUTHORIZATION) ? 200 : 407;
        dies(CALLER);
        assertThat(carrier.received).hasSize(2);
        assertThat(carrier.received.get(1).value(HeaderName.PROXY_AUTHORIZATION))
                .contains("sip:+4930123@sbc.carrier.test;transport=udp");
        assertThat(carrier.received.get(1).cseq()).isEqualTo(2);
        assertThat(store.rows).isEmpty();
    }

    @Test
    void whatATrunkRefusesForGoodIsOver() {
        carrier.reply = request -> 404;
        dies(CALLER);
        lane.advance(60_000);
        assertThat(carrier.received).hasSize(1);
        assertThat(store.rows).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:anonymous@anonymous.invalid", "sip:+4930123@anonymous.invalid", "sip:carrier.test"})
    void whoDoesNotSayWhoHeIsIsNotTold(String from) {
        dies(from);
        assertThat(carrier.received).isEmpty();
        assertThat(store.rows).isEmpty();
    }

    /** Two servers could tell each other for ever. */
    @Test
    void nobodyIsToldOfTheEndOfANotice() {
        carrier.send(carrier.message("1002", "sip:switchboard@other.test")
                .header(HeaderName.IN_REPLY_TO, "a@b")
                .header(HeaderName.EXPIRES, "10")
                .body("text/plain", new byte[] {'x'}));
        lane.advance(20_000);
        assertThat(carrier.statuses()).containsExactly(202);
        assertThat(carrier.received).isEmpty();
    }

    @Test
    void aTrunkThatIsGoneIsNotTold() {
        carrier.reply = request -> 503;
        other.reply = request -> 503;
        dies(CALLER);
        int before = carrier.received.size();
        configured = false;
        lane.advance(700_000);
        assertThat(carrier.received).as("nor tried any more").hasSize(before);
        assertThat(store.rows).as("it waits no longer than others").isEmpty();
        dies(CALLER);
        assertThat(store.rows).isEmpty();
        assertThat(carrier.received).hasSize(before);
    }
}
