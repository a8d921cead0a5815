package io.switchboard.sip.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.presence.PresenceFixture.Phone;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;

/** PUBLISH: what phones make, refresh, modify and remove, and what is refused. */
class PublishingTest extends PresenceScene {
    @Test
    void publicationIsMadeRefreshedModifiedAndRemoved() {
        Phone alice = room.phone("alice");
        Phone bob = room.phone("bob");
        room.registers("alice", true);
        bob.subscribe("alice", 600);
        String document = pidf("a1", "open", "in the garden");
        String first = etag(alice.publish(document, "Expires: 200"));
        room.lane.advance(200);
        assertThat(bob.last()).as("byte for byte").isEqualTo(document);

        SipResponse refreshed = alice.publish("", "SIP-If-Match: " + first, "Expires: 5000");
        String second = etag(refreshed);
        assertThat(refreshed.value(HeaderName.EXPIRES)).isEqualTo("600");
        assertThat(second).isNotEqualTo(first);
        assertThat(alice.publish("", "SIP-If-Match: " + first).status())
                .as("spent")
                .isEqualTo(412);
        room.lane.advance(2_000);
        assertThat(bob.notified).as("a refresh changes nothing").hasSize(2);

        String third = etag(alice.publish(pidf("a1", "closed", "away"), "SIP-If-Match: " + second));
        room.lane.advance(2_000);
        assertThat(bob.last()).contains("away").doesNotContain("garden");

        assertThat(alice.publish("", "SIP-If-Match: " + third, "Expires: 0").value(HeaderName.EXPIRES))
                .isEqualTo("0");
        room.lane.advance(2_000);
        assertThat(bob.last()).contains("id=\"registration\"", "<basic>open</basic>");
    }

    @Test
    void phonesOfOneUserAreShownTogetherUntilEachExpires() {
        Phone desk = room.phone("alice");
        Phone mobile = room.phone("alice");
        Phone bob = room.phone("bob");
        desk.publish(pidf("desk", "open", "meeting"), "Expires: 100");
        mobile.publish(pidf("mobile", "closed", "off"), "Expires: 300");
        bob.subscribe("alice", 600);
        assertThat(bob.last()).contains("id=\"desk\"", "id=\"mobile\"");
        assertThat(bob.last().indexOf("mobile"))
                .as("the newest first")
                .isLessThan(bob.last().indexOf("desk"));
        room.lane.advance(101_000);
        assertThat(bob.last()).contains("mobile").doesNotContain("desk");
        room.lane.advance(200_000);
        assertThat(bob.last()).contains("id=\"registration\"", "closed");
    }

    @Test
    void notificationAlwaysFitsADatagram() {
        Phone bob = room.phone("bob");
        bob.subscribe("alice", 600);
        String note = "x".repeat(30_000);
        etag(room.phone("alice").publish(pidf("a", "open", note)));
        room.lane.advance(2_000);
        SipResponse second = room.phone("alice").publish(pidf("b", "open", note));
        assertThat(second.status()).isEqualTo(413);
        assertThat(second.reason()).isEqualTo("Too Large With What Else Is Published");
        etag(room.phone("alice").publish(pidf("c", "open", "small")));
        room.lane.advance(2_000);
        assertThat(bob.last()).contains("id=\"a\"", "id=\"c\"", "small");
        assertThat(bob.state()).startsWith("active");
    }

    @Test
    void wrongPublicationsAreRefusedAndChangeNothing() {
        Phone alice = room.phone("alice");
        String good = pidf("a", "open", "x");
        assertThat(alice.publish("").status()).as("nothing").isEqualTo(400);
        assertThat(alice.publish(good, "Expires: 30").value(HeaderName.MIN_EXPIRES))
                .isEqualTo("60");
        assertThat(alice.publish(good, "Expires: -1").status()).isEqualTo(400);
        assertThat(alice.publish(good, "SIP-If-Match: none").status()).isEqualTo(412);
        assertThat(alice.publish(good, "SIP-If-Match: a, b").status()).isEqualTo(400);
        assertThat(alice.publish("<presence/>").status()).isEqualTo(400);
        assertThat(alice.publish(good + " ".repeat(40_000)).status()).isEqualTo(413);
        SipResponse packed = alice.publish(good, "Content-Encoding: deflate");
        assertThat(packed.status()).isEqualTo(415);
        assertThat(packed.value(HeaderName.ACCEPT_ENCODING)).isEqualTo("identity");
        assertThat(alice.ask(Request.PUBLISH, "bob", good.getBytes(StandardCharsets.UTF_8), "Event: presence")
                        .status())
                .as("for another")
                .isEqualTo(403);
        SipResponse event = alice.ask(Request.PUBLISH, "alice", new byte[0], "Event: weather");
        assertThat(event.status()).isEqualTo(489);
        assertThat(event.value(HeaderName.ALLOW_EVENTS)).isEqualTo("presence");
        assertThat(etag(alice.publish(good, "Expires: 0")))
                .as("made and gone at once")
                .isNotEmpty();
        assertThat(room.presences.size()).isZero();
        assertThat(Set.copyOf(alice.notified)).isEmpty();
    }
}
