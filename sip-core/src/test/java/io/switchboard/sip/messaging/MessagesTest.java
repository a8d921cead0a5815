package io.switchboard.sip.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Messages to users and trunks, from the wire to the wire and through restarts. */
class MessagesTest extends MessagesScene {
    @Test
    void messageArrivesAsItWasSent() {
        byte[] body = new byte[300];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) i;
        }
        register(bob);
        alice.send(alice.message("bob")
                .header(HeaderName.SUBJECT, "Grüße")
                .header(HeaderName.DATE, "Thu, 01 Jan 2026 00:00:00 GMT")
                .header(HeaderName.IN_REPLY_TO, "a@b")
                .header(HeaderName.PRIORITY, "urgent")
                .header("X-Unknown", "kept")
                .header(HeaderName.CONTENT_ENCODING, "deflate")
                .header(HeaderName.CONTACT, "<sip:alice@10.0.0.2>")
                .header(HeaderName.AUTHORIZATION, "secret")
                .body("application/octet-stream;x=y", body));
        pass();
        SipRequest got = bob.received.get(0);
        assertThat(got.body()).isEqualTo(body);
        assertThat(got.requestUri()).isEqualTo("sip:bob@10.0.0.3:5060");
        assertThat(got.value(HeaderName.FROM)).isEqualTo("<sip:alice@example.test>;tag=talice");
        assertThat(got.value(HeaderName.TO)).isEqualTo("<sip:bob@example.test>");
        assertThat(got.value(HeaderName.SUBJECT)).isEqualTo("Grüße");
        assertThat(got.value(HeaderName.CONTENT_TYPE)).isEqualTo("application/octet-stream;x=y");
        assertThat(got.value(HeaderName.CONTENT_ENCODING)).isEqualTo("deflate");
        assertThat(got.value(HeaderName.IN_REPLY_TO)).isEqualTo("a@b");
        assertThat(got.value(HeaderName.PRIORITY)).isEqualTo("urgent");
        assertThat(got.value(HeaderName.MAX_FORWARDS)).isEqualTo("69");
        assertThat(got.values(HeaderName.DATE)).containsExactly("Thu, 01 Jan 2026 00:00:00 GMT");
        assertThat(got.values("X-Unknown")).containsExactly("kept");
        assertThat(got.callId()).isEqualTo("alice1");
        assertThat(got.cseq()).isEqualTo(20);
        assertThat(got.has(HeaderName.CONTACT)).isFalse();
        assertThat(got.has(HeaderName.AUTHORIZATION)).isFalse();
        assertThat(alice.statuses()).containsExactly(200);
        assertThat(store.writes).as("nothing but the device").isEqualTo(1);
        assertThat(messages.boxes()).isZero();
    }

    /** RFC 3428 section 7. */
    @Test
    void acceptedMeansKept() {
        store.held = true;
        alice.text("bob", "hello");
        pass();
        assertThat(alice.statuses()).isEmpty();
        store.commit();
        pass();
        assertThat(alice.statuses()).containsExactly(202);
        assertThat(messages.waiting(BOB)).isEqualTo(1);
        store.held = false;
        register(bob);
        assertThat(bob.texts()).containsExactly("hello");
        assertThat(bob.received.get(0).value(HeaderName.DATE)).startsWith("Thu, 01 Jan 2026");
        assertThat(messages.waiting(BOB)).isZero();
        assertThat(store.rows).isEmpty();
    }

    @Test
    void tenMessagesStayInOrder() {
        alice.text("bob", "0");
        pass();
        bob.reply = request -> bob.received.size() == 3 ? 480 : 200;
        register(bob);
        IntStream.range(1, 10).forEach(i -> alice.text("bob", Integer.toString(i)));
        lane.advance(20_000);
        assertThat(bob.texts()).containsExactly("0", "1", "2", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(bob.received.get(2).callId()).isEqualTo(bob.received.get(3).callId());
        assertThat(store.rows).isEmpty();
    }

    @Test
    void silentPhoneDoesNotKeepTheSenderWaiting() {
        register(bob);
        bob.reply = request -> 0;
        alice.text("bob", "hello");
        lane.advance(1_800);
        assertThat(alice.statuses()).isEmpty();
        lane.advance(500);
        assertThat(alice.statuses()).containsExactly(202);
        bob.reply = request -> 200;
        lane.advance(60_000);
        assertThat(bob.texts()).hasSizeGreaterThan(1).containsOnly("hello");
        assertThat(store.rows).isEmpty();
    }

    @Test
    void otherDeviceGetsItWhenItIsBack() {
        register(bob);
        register(tablet);
        unregister();
        register(bob);
        alice.text("bob", "hello");
        pass();
        assertThat(alice.statuses()).containsExactly(200);
        assertThat(messages.waiting(BOB)).as("one has it").isZero();
        assertThat(tablet.texts()).isEmpty();
        register(tablet);
        assertThat(tablet.texts()).containsExactly("hello");
        assertThat(bob.texts()).containsExactly("hello");
        assertThat(store.rows).isEmpty();
    }

    /** It waits for ten minutes here, from when the first has had it. */
    @Test
    void otherDeviceGetsNothingAfterTheTimeThatIsSet() {
        use(new MessageSettings(
                "example.test", 2_000, 2_000, 6_000_000, 0, 600_000, 9, 9, 0, MessageSettings.Bounce.TEXT));
        register(bob);
        register(tablet);
        unregister();
        register(bob);
        alice.text("bob", "early");
        lane.advance(400_000);
        alice.text("bob", "late");
        lane.advance(250_000);
        register(tablet);
        assertThat(tablet.texts()).containsExactly("late");
        assertThat(bob.texts()).containsExactly("early", "late");
    }

    @Test
    void everyDeviceThatIsThereGetsIt() {
        register(bob);
        register(tablet);
        alice.text("bob", "hello");
        pass();
        assertThat(bob.texts()).containsExactly("hello");
        assertThat(tablet.texts()).containsExactly("hello");
        assertThat(alice.statuses()).containsExactly(200);
    }

    @Test
    void whatWasKeptSurvivesARestart() {
        alice.text("bob", "hello");
        pass();
        registered.put(BOB, List.of(bob.phone()));
        messages = office();
        pass();
        assertThat(bob.texts()).containsExactly("hello");
    }

    @Test
    void aRefusalOfAllDevicesIsTheSenders() {
        register(bob);
        bob.reply = request -> 415;
        alice.text("bob", "hello");
        pass();
        assertThat(alice.statuses()).containsExactly(415);
        assertThat(store.rows).isEmpty();
    }

    @Test
    void whatExpiresIsTold() {
        registered.put("alice@example.test", List.of(alice.phone()));
        alice.send(alice.message("bob").header(HeaderName.EXPIRES, "30").body("text/plain", new byte[] {'x'}));
        pass();
        assertThat(alice.statuses()).containsExactly(202);
        lane.advance(40_000);
        assertThat(alice.texts())
                .containsExactly("Your message to bob@example.test of Thu, 01 Jan 2026 00:00:00 GMT was not delivered:"
                        + " nobody was there in time.");
        assertThat(alice.received.get(0).value(HeaderName.IN_REPLY_TO)).isEqualTo("alice1");
        register(bob);
        assertThat(bob.texts()).isEmpty();
        assertThat(store.rows).isEmpty();
    }

    /** RFC 5438 section 7.2.1.1. */
    @Test
    void whoAskedForItGetsANotification() {
        registered.put("alice@example.test", List.of(alice.phone()));
        String cpim = """
                From: <sip:alice@example.test>
                To: <sip:bob@example.test>
                NS: imdn <urn:ietf:params:imdn>
                imdn.Message-ID: Abc1
                imdn.Disposition-Notification: positive-delivery, negative-delivery

                Content-Type: text/plain

                hello""".replace("\n", "\r\n");
        alice.send(alice.message("bob")
                .header(HeaderName.EXPIRES, "10")
                .body("message/cpim", cpim.getBytes(StandardCharsets.UTF_8)));
        lane.advance(20_000);
        SipRequest told = alice.received.get(0);
        assertThat(told.value(HeaderName.CONTENT_TYPE)).isEqualTo("message/cpim");
        assertThat(told.value(HeaderName.FROM)).startsWith("<sip:bob@example.test>");
        assertThat(alice.texts().get(0))
                .contains("<message-id>Abc1</message-id>", "<failed/>", "Content-Type: message/imdn+xml");
    }

    /** RFC 5438 section 8: notifications are kept as all messages are, and nobody is told of their end. */
    @Test
    void notificationsAreNeverReturned() {
        registered.put("alice@example.test", List.of(alice.phone()));
        alice.send(alice.message("bob").header(HeaderName.EXPIRES, "10").body(Imdn.TYPE, new byte[] {'x'}));
        lane.advance(20_000);
        assertThat(alice.statuses()).containsExactly(202);
        assertThat(alice.texts()).isEmpty();
    }

    /** RFC 3994 section 3. */
    @Test
    void isComposingIsNotKept() {
        alice.send(alice.message("bob").body("application/im-iscomposing+xml", new byte[] {'x'}));
        pass();
        assertThat(alice.statuses()).containsExactly(480);
        assertThat(store.rows).isEmpty();
    }

    /** Nor is it owed to a device that is away, nor does it stay in the history. */
    @Test
    void whatIsFleetingLeavesNothing() {
        use(new MessageSettings(
                "example.test", 2_000, 2_000, 600_000, 600_000, 600_000, 9, 9, 0, MessageSettings.Bounce.TEXT));
        register(bob);
        register(tablet);
        unregister();
        register(bob);
        int writes = store.writes;
        alice.send(alice.message("bob").body("application/im-iscomposing+xml", new byte[] {'x'}));
        alice.send(alice.message("bob").header(HeaderName.EXPIRES, "0").body("text/plain", new byte[] {'y'}));
        pass();
        assertThat(alice.statuses()).containsExactly(200, 200);
        assertThat(store.writes).isEqualTo(writes);
        register(tablet);
        assertThat(tablet.texts()).isEmpty();
        alice.send(alice.message("bob").header(HeaderName.EXPIRES, "0").body("text/plain", new byte[] {'z'}));
        pass();
        assertThat(tablet.texts()).as("who is there gets it").containsExactly("z");
        assertThat(store.rows).isEmpty();
    }

    @Test
    void messagesToTrunksPassThrough() {
        byte[] body = {0, 1, 2, (byte) 0xff};
        alice.send(alice.message("9").body("application/x", body));
        pass();
        assertThat(carrier.received.get(0).body()).isEqualTo(body);
        assertThat(alice.statuses()).containsExactly(200);
        carrier.reply = request -> 503;
        other.reply = request -> 488;
        alice.text("9", "hello");
        pass();
        assertThat(other.texts()).containsExactly("hello");
        assertThat(alice.statuses()).containsExactly(200, 488);
        assertThat(store.writes).isZero();
    }
}
