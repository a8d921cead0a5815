package io.switchboard.sip.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.event.EventPackage;
import io.switchboard.sip.event.SubscriptionLimits;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.presence.PresenceFixture.Phone;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.sip.message.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PUBLISH, SUBSCRIBE and NOTIFY between phones and the room, over a simulated network. */
class PresencesTest {
    private PresenceFixture room = new PresenceFixture();

    @AfterEach
    void nothingIsLeftWhenAllHasExpired() {
        room.lane.advance(700_000);
        assertThat(room.lane.failures()).isEmpty();
        assertThat(room.subscriptions.size()).isZero();
        assertThat(room.presences.size()).isZero();
        assertThat(room.presences.publications()).isZero();
        room.lane.advance(64_000);
        assertThat(room.lane.timers()).isZero();
    }

    private static String pidf(String id, String basic, String note) {
        return String.format(PresenceFixture.PIDF, id, basic, note);
    }

    private static String etag(SipResponse response) {
        assertThat(response.status()).isEqualTo(200);
        return String.valueOf(response.value(HeaderName.SIP_ETAG));
    }

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
        assertThat(room.phone("carol").subscribe("alice", 600).status()).isEqualTo(403);
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
    void userIsToldWhoWatches() {
        Phone alice = room.phone("alice");
        Phone bob = room.phone("bob");
        assertThat(room.phone("bob")
                        .ask(Request.SUBSCRIBE, "alice", new byte[0], "Event: presence.winfo")
                        .status())
                .as("of another")
                .isEqualTo(403);
        alice.ask(Request.SUBSCRIBE, "alice", new byte[0], "Event: presence.winfo", "Expires: 600");
        assertThat(alice.last()).contains("version=\"0\"", "state=\"full\"").doesNotContain("<watcher id");
        assertThat(alice.notified.get(0).value(HeaderName.CONTENT_TYPE)).isEqualTo("application/watcherinfo+xml");
        bob.subscribe("alice", 100);
        room.phone("carol").subscribe("alice", 500);
        room.lane.advance(5_100);
        assertThat(alice.notified).as("both in one").hasSize(2);
        assertThat(alice.last())
                .contains("version=\"1\"", "status=\"active\"", "sip:bob@example.test", "sip:carol@example.test");
        room.lane.advance(101_000);
        assertThat(alice.last()).contains("version=\"2\"", "carol").doesNotContain("bob");
    }

    /** RFC 3858 section 4: a list that does not fit one document is told in parts. */
    @Test
    void userOfManyWatchersIsToldOfAllOfThemInDocumentsThatFit() {
        room = new PresenceFixture(new SubscriptionLimits(2_000, 10));
        for (int i = 0; i < 1_200; i++) {
            room.users.add("watcher-with-a-long-name-" + i);
        }
        room.presences.configure(room.settings(200_000));
        List<Phone> watchers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            watchers.add(room.phone("watcher-with-a-long-name-" + i));
            watchers.get(i).subscribe("alice", 600);
        }
        Phone alice = room.phone("alice");
        alice.ask(Request.SUBSCRIBE, "alice", new byte[0], "Event: presence.winfo", "Expires: 600");
        watchers.get(0).subscribe("alice", 0); // of the first part, which alice has
        watchers.get(999).subscribe("alice", 0); // of another
        watchers.set(0, room.phone("watcher-with-a-long-name-1100"));
        watchers.set(999, room.phone("watcher-with-a-long-name-1101"));
        watchers.get(0).subscribe("alice", 600);
        watchers.get(999).subscribe("alice", 600);
        room.lane.advance(30_000);
        assertThat(shown(alice)).isEqualTo(names(watchers));
        assertThat(alice.notified.size()).isBetween(3, 5);
        for (int i = 0; i < alice.notified.size(); i++) {
            String document = new String(alice.notified.get(i).body(), StandardCharsets.UTF_8);
            assertThat(document).contains("version=\"" + i + "\" state=\"" + (i == 0 ? "full" : "partial"));
            assertThat(document.length()).isLessThanOrEqualTo(EventPackage.MOST_BYTES);
        }
        int before = alice.notified.size();
        watchers.remove(5).subscribe("alice", 0);
        room.lane.advance(10_000);
        assertThat(alice.notified).as("what has changed, alone").hasSize(before + 1);
        assertThat(alice.last()).contains("state=\"partial\"", "status=\"terminated\" event=\"timeout\"");
        assertThat(shown(alice)).isEqualTo(names(watchers));

        for (Phone each : watchers.subList(100, watchers.size())) {
            each.subscribe("alice", 0);
        }
        room.lane.advance(30_000);
        assertThat(shown(alice)).as("all at once").isEqualTo(names(watchers.subList(0, 100)));
    }

    private static Set<String> names(List<Phone> phones) {
        Set<String> names = new TreeSet<>();
        phones.forEach(each -> names.add("sip:" + each.user + "@example.test"));
        return names;
    }

    /** The list as a phone makes it of the documents that it got. */
    private static Set<String> shown(Phone phone) {
        Map<String, String> table = new HashMap<>();
        Pattern row = Pattern.compile("<watcher id=\"(.*?)\" status=\"(.*?)\" event=\".*?\">(.*?)</watcher>");
        for (SipRequest each : phone.notified) {
            String document = new String(each.body(), StandardCharsets.UTF_8);
            if (document.contains("state=\"full\"")) {
                table.clear();
            }
            row.matcher(document).results().forEach(found -> {
                if (found.group(2).equals("terminated")) {
                    assertThat(table.remove(found.group(1))).isNotNull();
                } else {
                    table.put(found.group(1), found.group(3));
                }
            });
        }
        return new TreeSet<>(table.values());
    }

    @Test
    void oneLookAtOnesWatchersLeavesNothing() {
        Phone alice = room.phone("alice");
        alice.ask(Request.SUBSCRIBE, "alice", new byte[0], "Event: presence.winfo", "Expires: 0");
        room.lane.advance(10);
        assertThat(alice.state()).startsWith("terminated");
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
