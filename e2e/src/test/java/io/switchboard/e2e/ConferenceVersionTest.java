package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A watcher of a room that says which version it has, in Linphone's header Last-Notify-Version. */
class ConferenceVersionTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private static final Setup SETUP = new Setup().account("watcher", "1009").route("3000", "\"conference:3000\"");

    @SuppressWarnings("NullAway.Init")
    private static SwitchboardServer server;

    @BeforeAll
    static void start() {
        server = SwitchboardServer.start(folder, SETUP);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RoomGuest guest(String name) {
        return new RoomGuest(SETUP.port(), name, "3000");
    }

    private static PresencePhone watcher() {
        return new PresencePhone(server, "watcher");
    }

    private static long version(Message notify) {
        return Long.parseLong(notify.body().replaceAll("(?s).*<conference-info[^>]* version=\"(\\d+)\".*", "$1"));
    }

    private static String since(Object version) {
        return "Event: conference\r\nExpires: 600\r\nLast-Notify-Version: " + version + "\r\n";
    }

    /** As Linphone does it that was cut off, and subscribes anew. */
    @Test
    void watcherThatSaysWhatItHasIsToldWhatItLacks() {
        long had;
        try (RoomGuest alice = guest("alice").enter();
                RoomGuest bob = guest("bob");
                PresencePhone watcher = watcher()) {
            watcher.subscribe("3000", since(0));
            Message full = watcher.notified();
            assertThat(full.body()).contains("state=\"full\"", "sip:alice@pbx.test");
            had = version(full);
            watcher.unsubscribe("3000", "conference");

            bob.enter();
            alice.leave();
            watcher.subscribe("3000", since(had));
            Message lacks = watcher.told("bob");
            assertThat(lacks.body())
                    .contains("state=\"partial\"", "sip:bob@pbx.test", "<user-count>1</user-count>")
                    .contains("<user entity=\"sip:alice@pbx.test\" state=\"deleted\"");
            assertThat(version(lacks)).isGreaterThan(had);
            watcher.unsubscribe("3000", "conference");

            watcher.subscribe("3000", since(version(lacks)));
            Message nothing = watcher.notified();
            assertThat(nothing.body()).isEmpty();
            assertThat(nothing.all("Content-Type")).isEmpty();
            assertThat(nothing.header("Subscription-State")).startsWith("active;expires=");
            watcher.again("3000", since(had));
            assertThat(watcher.notified().body())
                    .as("a refresh with what it began with is not believed")
                    .contains("state=\"full\"");
            watcher.again("3000", since(version(lacks)));
            assertThat(watcher.notified().body()).as("nothing new").isEmpty();
            watcher.again("3000", "Event: conference\r\nExpires: 600\r\n");
            assertThat(watcher.notified().body()).as("does not say").contains("state=\"full\"");
            bob.leave();
            watcher.over();
        }
        try (RoomGuest carol = guest("carol").enter();
                PresencePhone watcher = watcher()) {
            watcher.subscribe("3000", since(had));
            Message anew = watcher.notified();
            assertThat(anew.body()).as("another room").contains("state=\"full\"", "sip:carol@pbx.test");
            assertThat(version(anew)).isGreaterThanOrEqualTo(had);
            carol.leave();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "+5",
                "1.0",
                "seven",
                "5;x=y",
                "5, 6",
                "4294967295",
                "4294967296",
                "99999999999999999999999999",
                "0x10",
                "5\r\nLast-Notify-Version: 5"
            })
    void versionsThatCannotBeAreAnsweredByTheWhole(String version) {
        try (RoomGuest alice = guest("alice").enter();
                PresencePhone watcher = watcher()) {
            assertThat(watcher.subscribe("3000", since(version)).status()).isEqualTo(200);
            assertThat(watcher.notified().body()).contains("state=\"full\"", "sip:alice@pbx.test");
            alice.leave();
        }
    }

    /** After a kill, too, no number of the old room fits the new one. */
    @Test
    void versionsGoOnAfterAKill() {
        long had;
        try (RoomGuest alice = guest("alice");
                PresencePhone watcher = watcher()) {
            alice.enter();
            watcher.subscribe("3000", since(0));
            had = version(watcher.notified());
        }
        server.kill();
        server.startAgain();
        try (RoomGuest bob = guest("bob").enter();
                PresencePhone watcher = watcher()) {
            watcher.subscribe("3000", since(had));
            Message anew = watcher.notified();
            assertThat(anew.body()).contains("state=\"full\"", "sip:bob@pbx.test");
            assertThat(version(anew)).isGreaterThan(had);
            bob.leave();
        }
    }
}
