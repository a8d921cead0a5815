package io.switchboard.sip.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is refused, and what a store that fails does to messages. */
class MessageLimitsTest extends MessagesScene {
    @Test
    void limitsHaveClearAnswers() {
        use(settings(2, 0, MessageSettings.Bounce.NONE));
        alice.send(alice.message("bob").body("text/plain", new byte[2_001]));
        alice.text("nobody", "hello");
        for (int i = 0; i < 3; i++) {
            alice.text("bob", "hello");
            pass();
        }
        assertThat(alice.statuses()).containsExactly(413, 404, 202, 202, 480);
        SipResponse full = alice.answers.get(4);
        assertThat(full.reason()).isEqualTo("Mailbox Full");
        assertThat(full.value(HeaderName.RETRY_AFTER)).isEqualTo("600");
    }

    @Test
    void aFullStoreSaysSo() {
        use(new MessageSettings("example.test", 2_000, 2_000, 600_000, 0, 0, 9, 2, 0, MessageSettings.Bounce.NONE));
        for (String reader : List.of("bob", "carol", "bob", "carol")) {
            alice.text(reader, "hello");
            pass();
        }
        assertThat(alice.statuses()).containsExactly(202, 202, 503, 503);
        assertThat(alice.answers.get(2).reason()).isEqualTo("Message Store Full");
        assertThat(alice.answers.get(2).value(HeaderName.RETRY_AFTER)).isEqualTo("60");
        register(bob);
        alice.text("carol", "now there is room");
        pass();
        assertThat(alice.statuses()).last().isEqualTo(202);
    }

    /** Else what is told of the end of messages would fill the store, one for each that dies. */
    @Test
    void whatASenderIsToldIsLimitedToo() {
        use(settings(3, 0, MessageSettings.Bounce.TEXT));
        for (int i = 0; i < 6; i++) {
            alice.send(alice.message("bob").header(HeaderName.EXPIRES, "1").body("text/plain", new byte[] {'x'}));
            lane.advance(20_000);
        }
        assertThat(alice.statuses()).containsOnly(202).hasSize(6);
        assertThat(messages.waiting("alice@example.test")).isEqualTo(3);
        assertThat(store.rows).hasSize(3);
    }

    @Test
    void aFloodOfOneSenderIsLimited() {
        use(settings(100, 3, MessageSettings.Bounce.NONE));
        for (int i = 0; i < 5; i++) {
            alice.text("bob", "hello");
        }
        bob.text("alice", "hello");
        pass();
        assertThat(alice.statuses()).containsExactlyInAnyOrder(202, 202, 202, 480, 480);
        assertThat(bob.statuses()).containsExactly(202);
        lane.advance(20_000);
        alice.text("bob", "hello");
        pass();
        assertThat(alice.statuses()).last().isEqualTo(202);
    }

    /** What no database takes would fail for ever, and others with it. */
    @Test
    void anAddressThatCannotBeKeptIsRefused() {
        register(bob);
        for (String user : List.of("a".repeat(600), "%C3%BC".repeat(300), "a%00b")) {
            alice.send(alice.message("bob", "sip:" + user + "@example.test").body("text/plain", new byte[] {'x'}));
        }
        pass();
        assertThat(alice.answers).hasSize(3).extracting(SipResponse::reason).containsOnly("Unusable Address In From");
        assertThat(bob.texts()).isEmpty();
    }

    @Test
    void aChangeThatTheStoreNeverTakesIsNotTriedAgain() {
        register(bob);
        register(tablet);
        unregister();
        register(bob);
        store.refusing = true;
        alice.text("bob", "hello");
        pass();
        store.refusing = false;
        int writes = store.writes;
        lane.advance(6_000);
        assertThat(store.writes - writes).as("only what is forgotten at times").isLessThan(2);
        assertThat(store.rows).isEmpty();
    }

    @Test
    void aStoreThatFailsIsAdmittedAndTriedAgain() {
        store.failing = true;
        alice.text("bob", "hello");
        pass();
        assertThat(alice.statuses()).containsExactly(500);
        assertThat(messages.waiting(BOB)).isZero();
        store.failing = false;
        alice.text("bob", "again");
        pass();
        store.failing = true;
        register(bob);
        store.failing = false;
        lane.advance(6_000);
        assertThat(bob.texts()).containsExactly("again");
        assertThat(store.rows).as("what could not be noted is noted later").isEmpty();
    }

    /** Its sender has his 200, and nobody gets it twice: it is not worth memory. */
    @Test
    void whatOnlyTheHistoryMissesIsNotTriedAgain() {
        use(new MessageSettings(
                "example.test", 2_000, 2_000, 600_000, 600_000, 600_000, 9, 9, 0, MessageSettings.Bounce.TEXT));
        register(bob);
        store.failing = true;
        alice.text("bob", "hello");
        pass();
        assertThat(alice.statuses()).containsExactly(200);
        assertThat(messages.figures().lost()).isEqualTo(1);
        store.failing = false;
        lane.advance(20_000);
        assertThat(store.rows).isEmpty();
    }

    /** A storm of registrations is not to take the place of messages; the next registration is as good. */
    @Test
    void devicesAreNotedWhenTheStoreHasTime() {
        store.busy = true;
        register(bob);
        assertThat(store.writes).isZero();
        store.busy = false;
        store.failing = true;
        register(bob);
        assertThat(store.writes).isEqualTo(1);
        lane.advance(6_000);
        assertThat(store.devices).isEmpty();
        int writes = store.writes;
        store.failing = false;
        register(bob);
        assertThat(store.writes).isEqualTo(writes + 1);
        assertThat(store.devices).containsOnlyKeys(BOB);
        register(bob);
        assertThat(store.writes).as("once is enough").isEqualTo(writes + 1);
    }

    @Test
    void aStoreThatDoesNotAnswerIsAskedAgain() {
        alice.text("bob", "hello");
        pass();
        store.failing = true;
        register(bob);
        assertThat(bob.texts()).isEmpty();
        store.failing = false;
        lane.advance(6_000);
        assertThat(bob.texts()).containsExactly("hello");
    }
}
