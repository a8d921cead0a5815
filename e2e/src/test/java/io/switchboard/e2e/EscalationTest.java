package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two Linphones talk, and their call becomes a conference or is recorded while it runs: their tones prove what is heard. */
class EscalationTest {
    private static final Setup SETUP =
            new Setup().account("alice", "1001").account("bob", "1002").account("carol", "1003");
    private static final String DONE = "{\"problems\":[]}";
    private static final int LONGEST_GAP = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private SwitchboardServer server;

    @BeforeEach
    void start() {
        server = SwitchboardServer.start(folder, SETUP);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Linphone phone(String user, double tone) {
        Linphone.Registration account = new Linphone.Registration(
                Setup.DOMAIN, Setup.password(user), "127.0.0.1", SETUP.port(), Optional.empty());
        return Linphone.start(folder, new Linphone.Setup(user, tone, "udp", account));
    }

    private void talk(Linphone alice, Linphone bob) {
        alice.call("sip:bob@" + Setup.DOMAIN);
        bob.rings();
        bob.answer();
        alice.talks();
        bob.hears(alice.tone());
        alice.hears(bob.tone());
    }

    /** Id of the only call. */
    private String id() {
        String calls = server.ask("call list");
        Matcher id = Pattern.compile("\"id\":\"([a-z2-7]+)\"").matcher(calls);
        assertThat(id.find()).as(calls).isTrue();
        return id.group(1);
    }

    private CompletableFuture<String> asks(String command) {
        return CompletableFuture.supplyAsync(() -> server.ask(command));
    }

    private static void until(String what, BooleanSupplier condition) {
        Await.until(what, PATIENCE, condition);
    }

    private void nothingIsLeft() {
        new Scene(server, "udp").assertNothingLeft();
        assertThat(server.counters().get("conferences")).isZero();
        assertThat(server.counters().get("media_participants")).isZero();
    }

    @Test
    void aThirdComesAndGoesWithoutAGapForTheTwo() {
        try (Linphone alice = phone("alice", 440);
                Linphone bob = phone("bob", 770);
                Linphone carol = phone("carol", 1320)) {
            talk(alice, bob);
            Path atAlice = alice.records();
            Path atBob = bob.records();
            until("both record", () -> Tones.heard(atAlice, bob.tone()) && Tones.heard(atBob, alice.tone()));
            CompletableFuture<String> added = asks("call add " + id() + " 1003");
            assertThat(carol.rings()).contains("alice@" + Setup.DOMAIN);
            carol.answer();
            assertThat(added.join()).isEqualTo(DONE);
            until("alice hears carol too", () -> Tones.heardAmong(atAlice, carol.tone()));
            until("bob hears carol too", () -> Tones.heardAmong(atBob, carol.tone()));
            carol.hearsAmong(alice.tone(), bob.tone());
            assertThat(server.counters().get("conferences")).isEqualTo(1);
            carol.hangUp();
            until("the two are direct again", () -> server.counters().get("conferences") == 0);
            until(
                    "they hear each other",
                    () -> Tones.endsWith(atAlice, bob.tone(), 2_000) && Tones.endsWith(atBob, alice.tone(), 2_000));
            bob.hears(alice.tone());
            alice.hears(bob.tone());
            assertThat(Tones.longestGap(atAlice, bob.tone())).isLessThanOrEqualTo(LONGEST_GAP);
            assertThat(Tones.longestGap(atBob, alice.tone())).isLessThanOrEqualTo(LONGEST_GAP);
            alice.hangUp();
            bob.ended();
            nothingIsLeft();
            alice.quit();
            bob.quit();
            carol.quit();
        }
    }

    /** Her phone was called by a conference (;isfocus), and is in a call of two when that is none any more. */
    @Test
    void whoWasCalledInTalksOnWhenTheFirstLeaves() {
        try (Linphone alice = phone("alice", 440);
                Linphone bob = phone("bob", 770);
                Linphone carol = phone("carol", 1320)) {
            talk(alice, bob);
            CompletableFuture<String> added = asks("call add " + id() + " 1003");
            carol.rings();
            carol.answer();
            assertThat(added.join()).isEqualTo(DONE);
            carol.hearsAmong(alice.tone(), bob.tone());
            alice.hangUp();
            until("the two are direct", () -> server.counters().get("conferences") == 0);
            bob.hears(carol.tone());
            carol.hears(bob.tone());
            bob.hold();
            bob.doesNotHear(carol.tone());
            bob.resume();
            bob.hears(carol.tone());
            carol.hears(bob.tone());
            carol.hangUp();
            bob.ended();
            nothingIsLeft();
            alice.quit();
            bob.quit();
            carol.quit();
        }
    }

    @Test
    void aThirdWhoDeclinesLeavesTheTwoTalking() {
        try (Linphone alice = phone("alice", 440);
                Linphone bob = phone("bob", 770);
                Linphone carol = phone("carol", 1320)) {
            talk(alice, bob);
            CompletableFuture<String> added = asks("call add " + id() + " 1003");
            carol.rings();
            carol.decline();
            assertThat(added.join()).contains("603");
            until("the two are direct again", () -> server.counters().get("conferences") == 0);
            bob.hears(alice.tone());
            alice.hears(bob.tone());
            bob.hangUp();
            alice.ended();
            nothingIsLeft();
            alice.quit();
            bob.quit();
            carol.quit();
        }
    }

    @Test
    void aRecordingOfACallHoldsItsTonesAndNothingElse() {
        try (Linphone alice = phone("alice", 440);
                Linphone bob = phone("bob", 770)) {
            talk(alice, bob);
            String id = id();
            assertThat(server.ask("call record " + id + " channels quiet")).isEqualTo(DONE);
            until("the file is begun", () -> !recordings().isEmpty());
            until(
                    "both are recorded",
                    () -> Tones.windowsInChannel(recording(), 0, alice.tone()) >= 20
                            && Tones.windowsInChannel(recording(), 1, bob.tone()) >= 20);
            assertThat(server.ask("call record " + id + " off")).isEqualTo(DONE);
            until("the two are direct again", () -> server.counters().get("conferences") == 0);
            bob.hears(alice.tone());
            alice.hears(bob.tone());
            assertThat(Tones.windowsInChannel(recording(), 0, bob.tone()))
                    .as("in the other's channel")
                    .isZero();
            assertThat(Tones.windowsInChannel(recording(), 1, alice.tone()))
                    .as("in the other's channel")
                    .isZero();
            bob.hangUp();
            alice.ended();
            nothingIsLeft();
            alice.quit();
            bob.quit();
        }
    }

    @Test
    void aMutedOneIsNotHeardUntilItIsUnmuted() {
        try (Linphone alice = phone("alice", 440);
                Linphone bob = phone("bob", 770)) {
            talk(alice, bob);
            String id = id();
            assertThat(command("mute", id, "0")).startsWith("0\n");
            assertThat(server.counters().get("conferences")).isEqualTo(1);
            alice.hears(bob.tone());
            bob.doesNotHear(alice.tone());
            assertThat(command("unmute", id, "0")).startsWith("0\n");
            bob.hears(alice.tone());
            alice.hears(bob.tone());
            until("the two are direct again", () -> server.counters().get("conferences") == 0);
            bob.hears(alice.tone());
            alice.hears(bob.tone());
            alice.hangUp();
            bob.ended();
            nothingIsLeft();
            alice.quit();
            bob.quit();
        }
    }

    /** Runs the command beside the server; the first line is the exit code. */
    private String command(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", server.data().toString()));
        return SwitchboardServer.command(folder, all.toArray(String[]::new));
    }

    /** The only recording. */
    private Path recording() {
        List<Path> all = recordings();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private List<Path> recordings() {
        try (Stream<Path> files = Files.list(server.data().resolve("recordings"))) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
