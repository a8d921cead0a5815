package io.switchboard.sip.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.event.SubscriptionLimits;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.presence.PresenceFixture.Phone;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SUBSCRIBE and NOTIFY of presence: who may watch whom, how often he is told, and what bounds that. */
class WatchingTest extends PresenceScene {
    @Test
    void whoPublishesNothingIsThereWhileRegistered() {
        Phone bob = room.phone("bob");
        assertThat(bob.subscribe("alice", 300).value(HeaderName.EXPIRES)).isEqualTo("300");
        assertThat(bob.last()).contains("entity=\"sip:alice@example.test\"", "<basic>closed</basic>");
        assertThat(bob.state()).isEqualTo("active;expires=300");
        room.registers("alice", true);
        room.lane.advance(200);
        assertThat(bob.last()).contains("<basic>open</basic>");
        room.registers("alice", true); // a refresh
        room.lane.advance(5_000);
        assertThat(bob.notified).hasSize(2);
        room.registers("alice", false);
        room.lane.advance(200);
        assertThat(bob.last()).contains("<basic>closed</basic>");
    }

    @Test
    void changesOfAMomentAreToldOnceAndNoMoreThanTheThrottleSays() {
        Phone alice = room.phone("alice");
        Phone bob = room.phone("bob");
        bob.subscribe("alice", 600);
        String etag = etag(alice.publish(pidf("a", "open", "0")));
        long begin = room.lane.now();
        for (int i = 1; i <= 100; i++) {
            etag = etag(alice.publish(pidf("a", "open", "n" + i), "SIP-If-Match: " + etag));
            room.lane.advance(40);
        }
        room.lane.advance(1_100);
        long seconds = (room.lane.now() - begin) / 1_000;
        assertThat(bob.last()).contains("n100");
        assertThat(bob.notified.size()).isBetween(3, (int) seconds + 3);
    }

    @Test
    void thousandWatchersShareOneDocument() {
        room = new PresenceFixture(new SubscriptionLimits(1_500, 10));
        for (int i = 0; i < 1_000; i++) {
            room.users.add("w" + i);
        }
        room.presences.configure(room.settings(200_000));
        List<Phone> watchers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Phone watcher = room.phone("w" + i);
            assertThat(watcher.subscribe("alice", 600).status()).isEqualTo(200);
            watchers.add(watcher);
        }
        assertThat(room.presences.size()).as("one user is kept, not a thousand").isEqualTo(1);
        byte[] before = room.presences.document("alice@example.test");
        assertThat(room.presences.document("alice@example.test")).isSameAs(before);
        long sent = room.network.sent();
        Phone alice = room.phone("alice");
        etag(alice.publish(pidf("a", "open", "for all")));
        room.lane.advance(1_000);
        for (Phone watcher : watchers) {
            assertThat(watcher.notified).hasSize(2);
            assertThat(watcher.last()).contains("for all");
        }
        assertThat(room.network.sent() - sent)
                .as("a NOTIFY and its 200 each, and the PUBLISH")
                .isEqualTo(2_002);
        assertThat(room.presences.document("alice@example.test"))
                .isSameAs(room.presences.document("alice@example.test"));
    }

    /** RFC 6665 section 4.2.1.2. */
    @Test
    void subscriptionThatIsEndingCannotBeRefreshed() {
        Phone bob = room.phone("bob");
        Phone carol = room.phone("carol");
        bob.subscribe("alice", 600);
        carol.answer = 0;
        carol.subscribe("alice", 600);
        bob.answer = 0;
        room.users.remove("alice");
        room.presences.configure(room.settings(200_000));
        room.lane.advance(10);
        assertThat(bob.state()).as("sent").isEqualTo("terminated;reason=noresource");
        assertThat(carol.state()).as("waits for the one under way").startsWith("active");
        assertThat(bob.subscribe("alice", 600).status()).isEqualTo(481);
        assertThat(bob.subscribe("alice", 0).status()).isEqualTo(481);
        assertThat(carol.subscribe("alice", 600).status()).isEqualTo(481);
        bob.answers(200);
        carol.answers(200);
        room.lane.advance(1_000);
        assertThat(carol.state()).isEqualTo("terminated;reason=noresource");
        assertThat(room.subscriptions.size()).isZero();
    }

    @Test
    void sameUsersAreNotLookedThroughAgain() {
        PresenceSettings same = room.settings(200_000);
        room.presences.configure(same);
        room.phone("bob").subscribe("alice", 600);
        int before = room.asked;
        room.presences.configure(
                new PresenceSettings(same.users(), 60, 600, 3, 100_000, 2_000)); // a route was added, say
        assertThat(room.asked).isEqualTo(before);
    }

    @Test
    void oneLookLeavesNothing() {
        Phone bob = room.phone("bob");
        assertThat(bob.subscribe("alice", 0).status()).isEqualTo(200);
        assertThat(bob.state()).isEqualTo("terminated;reason=timeout");
        assertThat(bob.last()).contains("closed");
        assertThat(room.presences.size()).isZero();
        room.lane.advance(10);
        assertThat(room.subscriptions.size()).isZero();
    }

    @Test
    void watcherWhoDoesNotAnswerIsForgotten() {
        Phone bob = room.phone("bob");
        bob.answer = 481;
        bob.subscribe("alice", 600);
        assertThat(room.subscriptions.size()).isZero();
        assertThat(room.presences.size()).isZero();
    }

    @Test
    void strangersAndUnknownUsersAreRefused() {
        room.blocked.add("carol@example.test");
        room.presences.configure(room.settings(200_000));
        assertThat(room.phone("carol").subscribe("alice", 600).status()).isEqualTo(603);
        assertThat(room.phone("bob").subscribe("nobody", 600).status()).isEqualTo(404);
        assertThat(room.presences.size()).isZero();
    }

    @Test
    void whoMayNotWatchAnyMoreIsToldSoAndSoIsWhoWatchesAUserThatIsGone() {
        Phone bob = room.phone("bob");
        Phone carol = room.phone("carol");
        Phone alice = room.phone("alice");
        alice.publish(pidf("a", "open", "x"));
        bob.subscribe("alice", 600);
        carol.subscribe("alice", 600);
        room.blocked.add("bob@example.test");
        room.presences.configure(room.settings(200_000));
        room.lane.advance(10);
        assertThat(bob.state()).isEqualTo("terminated;reason=rejected");
        assertThat(bob.last()).as("nothing more is shown").isEmpty();
        assertThat(carol.state()).startsWith("active");
        room.users.remove("alice");
        room.presences.configure(room.settings(200_000));
        room.lane.advance(10);
        assertThat(carol.state()).isEqualTo("terminated;reason=noresource");
        assertThat(room.presences.size()).isZero();
    }

    @Test
    void boundsHold() {
        room = new PresenceFixture(new SubscriptionLimits(4, 2));
        Phone alice = room.phone("alice");
        for (int i = 0; i < 3; i++) {
            etag(alice.publish(pidf("a" + i, "open", "x")));
        }
        assertThat(alice.publish(pidf("a3", "open", "x")).status())
                .as("of one user")
                .isEqualTo(403);
        room.presences.configure(room.settings(1_000));
        SipResponse full =
                room.phone("bob").publish(pidf("b", "open", "y".repeat(900)).replace("alice", "bob"));
        assertThat(full.status()).as("in all").isEqualTo(503);
        assertThat(full.value(HeaderName.RETRY_AFTER)).isNotNull();

        assertThat(room.phone("bob").subscribe("alice", 600).status()).isEqualTo(200);
        assertThat(room.phone("bob").subscribe("carol", 600).status()).isEqualTo(200);
        assertThat(room.phone("bob").subscribe("bob", 600).status())
                .as("of one account")
                .isEqualTo(403);
        assertThat(room.phone("carol").subscribe("alice", 600).status()).isEqualTo(200);
        assertThat(room.phone("carol").subscribe("bob", 600).status()).isEqualTo(200);
        assertThat(room.phone("alice").subscribe("bob", 600).status())
                .as("in all")
                .isEqualTo(503);
    }
}
