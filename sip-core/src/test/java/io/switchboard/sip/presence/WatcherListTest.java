package io.switchboard.sip.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.event.EventPackage;
import io.switchboard.sip.event.SubscriptionLimits;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipRequest;
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
import org.junit.jupiter.api.Test;

/** Who watches, as the user sees it (RFC 3857, 3858). */
class WatcherListTest extends PresenceScene {
    @Test
    void userIsToldWhoWatches() {
        Phone alice = room.phone("alice");
        Phone bob = room.phone("bob");
        assertThat(room.phone("bob")
                        .ask(Request.SUBSCRIBE, "alice", new byte[0], "Event: presence.winfo")
                        .status())
                .as("of another")
                .isEqualTo(603);
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
}
