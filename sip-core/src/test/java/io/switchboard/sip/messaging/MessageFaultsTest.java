package io.switchboard.sip.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.message.HeaderName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A store that fails for a while makes nobody get, or be told, anything twice. */
class MessageFaultsTest extends MessagesScene {
    private void failsFrom(Peer phone) {
        phone.reply = request -> {
            store.failing = true;
            return 200;
        };
    }

    private void recovers() {
        store.failing = false;
        bob.reply = request -> 200;
        tablet.reply = request -> 200;
        lane.advance(6_000);
    }

    /** That one was served is known before that it was delivered at all. */
    @Test
    void whatWasDeliveredToBothComesToNoneAgain() {
        register(bob);
        register(tablet);
        unregister();
        alice.text("bob", "hello");
        pass();
        failsFrom(bob);
        register(bob);
        assertThat(store.rows).as("the store could not be told").hasSize(1);
        store.failing = false;
        register(tablet);
        assertThat(tablet.texts()).containsExactly("hello");
        recovers();
        assertThat(store.rows).isEmpty();
        for (Peer each : List.of(bob, tablet)) {
            register(each);
            assertThat(each.texts()).containsExactly("hello");
        }
    }

    @Test
    void whoHasItDoesNotGetItAgainThoughTheStoreDoesNotKnow() {
        alice.text("bob", "hello");
        pass();
        failsFrom(bob);
        register(bob);
        store.failing = false;
        bob.reply = request -> 200;
        alice.text("bob", "more");
        pass();
        unregister();
        alice.text("bob", "and more");
        pass();
        register(bob);
        assertThat(bob.texts()).containsExactly("hello", "more", "and more");
    }

    /** What the store does not know of yet is given from memory, before what comes later. */
    @Test
    void whoIsOwedWhatTheStoreCouldNotBeToldGetsItInItsPlace() {
        register(bob);
        register(tablet);
        unregister();
        register(bob);
        failsFrom(bob);
        alice.text("bob", "hello");
        pass();
        assertThat(alice.statuses()).containsExactly(200);
        store.failing = false;
        bob.reply = request -> 200;
        register(tablet);
        assertThat(tablet.texts()).containsExactly("hello");
        alice.text("bob", "more");
        pass();
        recovers();
        register(tablet);
        register(bob);
        assertThat(tablet.texts()).containsExactly("hello", "more");
        assertThat(bob.texts()).containsExactly("hello", "more");
        assertThat(store.rows).isEmpty();
    }

    @Test
    void theEndOfAMessageIsToldOnce() {
        registered.put("alice@example.test", List.of(alice.phone()));
        alice.send(alice.message("bob").header(HeaderName.EXPIRES, "10").body("text/plain", new byte[] {'x'}));
        alice.send(alice.message("bob").header(HeaderName.EXPIRES, "900").body("text/plain", new byte[] {'y'}));
        pass();
        store.failing = true;
        lane.advance(60_000);
        assertThat(alice.texts()).hasSize(1);
        store.failing = false;
        register(bob);
        assertThat(bob.texts()).as("what is dead is not among them").containsExactly("y");
        recovers();
        assertThat(alice.texts()).hasSize(1);
        assertThat(store.rows).isEmpty();
    }
}
