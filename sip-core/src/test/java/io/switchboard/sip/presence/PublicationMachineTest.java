package io.switchboard.sip.presence;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.presence.PublicationEvent.Elapsed;
import io.switchboard.sip.presence.PublicationEvent.Publish;
import io.switchboard.sip.presence.PublicationMachine.Answer.Accepted;
import io.switchboard.sip.presence.PublicationMachine.Answer.Refused;
import io.switchboard.sip.presence.PublicationMachine.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicationMachineTest {
    private static final PresenceSettings SETTINGS = new PresenceFixture().settings(1_000);
    private static final String ALICE = "sip:alice@example.test";
    private static final PidfDocument OLD = document("old");
    private static final PidfDocument NEW = document("new");

    private static PidfDocument document(String text) {
        return new PidfDocument(text, ALICE, Map.of("", PidfDocument.NAMESPACE), List.of());
    }

    /** One publication "e1" that expires at 100 000 stands; a request comes at 40 000. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -    | NEW | 600  | 200 600 | old:e1 new:fresh | true  | initial
            -    | NEW | 6000 | 200 600 | old:e1 new:fresh | true  | for longer than is given
            -    | NEW | 0    | 200 0   | old:e1           | false | initial that ends at once
            e1   | -   | 60   | 200 60  | old:fresh        | false | refresh
            e1   | NEW | 60   | 200 60  | new:fresh        | true  | modification
            e1   | -   | 0    | 200 0   |                  | true  | removal
            e1   | NEW | 0    | 200 0   |                  | true  | removal with a body
            -    | -   | 600  | 400     | old:e1           | false | nothing
            -    | -   | 0    | 400     | old:e1           | false | nothing at once
            e2   | NEW | 600  | 412     | old:e1           | false | unknown entity-tag
            e2   | -   | 0    | 412     | old:e1           | false | removal of what is not there
            e1   | NEW | 59   | 423     | old:e1           | false | too short
            e2   | -   | 59   | 412     | old:e1           | false | the entity-tag is judged first
            """)
    void requestsDoWhatTheySay(
            @Nullable String match,
            @Nullable String body,
            int seconds,
            String answer,
            @Nullable String after,
            boolean changed,
            String what) {
        Step step = PublicationMachine.step(
                List.of(new Publication("e1", OLD, 100_000)),
                new Publish(match, body == null ? null : NEW, seconds, ALICE, "fresh", 1_000, 40_000),
                SETTINGS);
        assertThat(told(step)).as(what).isEqualTo(answer);
        assertThat(shown(step.next())).as(what).isEqualTo(after == null ? "" : after);
        assertThat(step.changed()).as(what).isEqualTo(changed);
    }

    private static String told(Step step) {
        return switch (step.answer()) {
            case Accepted accepted -> "200 " + accepted.seconds();
            case Refused refused -> "" + refused.status();
            case null -> "";
        };
    }

    private static String shown(List<Publication> all) {
        List<String> words = new ArrayList<>();
        all.forEach(each -> words.add(each.document().text() + ":" + each.etag()));
        return String.join(" ", words);
    }

    @Test
    void whatHasExpiredIsGoneThoughItsTimerIsLate() {
        Step step = PublicationMachine.step(
                List.of(new Publication("e1", OLD, 100_000)),
                new Publish("e1", null, 600, ALICE, "fresh", 1_000, 100_000),
                SETTINGS);
        assertThat(told(step)).isEqualTo("412");
        assertThat(step.changed()).isTrue();
        assertThat(step.next()).isEmpty();
    }

    @Test
    void timeTakesWhatHasExpired() {
        List<Publication> all = List.of(new Publication("e1", OLD, 100), new Publication("e2", NEW, 200));
        assertThat(PublicationMachine.step(all, new Elapsed(99), SETTINGS).changed())
                .isFalse();
        Step step = PublicationMachine.step(all, new Elapsed(100), SETTINGS);
        assertThat(shown(step.next())).isEqualTo("new:e2");
        assertThat(step.answer()).isNull();
        assertThat(step.changed()).isTrue();
    }

    @Test
    void modifiedOneIsTheNewestAndARefreshedOneKeepsItsPlace() {
        List<Publication> all = List.of(new Publication("e1", OLD, 100_000), new Publication("e2", NEW, 100_000));
        Step refreshed = PublicationMachine.step(all, new Publish("e1", null, 60, ALICE, "e3", 1_000, 0), SETTINGS);
        assertThat(shown(refreshed.next())).isEqualTo("old:e3 new:e2");
        Step modified = PublicationMachine.step(all, new Publish("e1", NEW, 60, ALICE, "e3", 1_000, 0), SETTINGS);
        assertThat(shown(modified.next())).isEqualTo("new:e2 new:e3");
    }

    @Test
    void roomThatAModificationGivesBackCounts() {
        List<Publication> all = List.of(new Publication("e1", document("x".repeat(100)), 100_000));
        PidfDocument larger = document("x".repeat(110));
        assertThat(told(PublicationMachine.step(all, new Publish("e1", larger, 60, ALICE, "e2", 9, 0), SETTINGS)))
                .isEqualTo("503");
        assertThat(told(PublicationMachine.step(all, new Publish("e1", larger, 60, ALICE, "e2", 10, 0), SETTINGS)))
                .isEqualTo("200 60");
        assertThat(told(PublicationMachine.step(all, new Publish("e1", null, 60, ALICE, "e2", -5, 0), SETTINGS)))
                .as("a refresh takes none")
                .isEqualTo("200 60");
    }

    private static PidfDocument tuples(String prefix, int count) {
        StringBuilder text =
                new StringBuilder("<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"" + ALICE + "\">");
        for (int i = 0; i < count; i++) {
            text.append("<tuple id=\"" + prefix + i + "\"><status/><note>" + "x".repeat(960) + "</note></tuple>");
        }
        try {
            return PidfParser.parse(text.append("</presence>").toString().getBytes(StandardCharsets.UTF_8));
        } catch (PidfException e) {
            throw new AssertionError(e.why(), e);
        }
    }

    private static String told(List<Publication> all, @Nullable String match, @Nullable PidfDocument document) {
        Step step = PublicationMachine.step(all, new Publish(match, document, 60, ALICE, "e9", 1_000_000, 0), SETTINGS);
        return told(step) + (step.answer() instanceof Refused refused ? " " + refused.reason() : "");
    }

    @Test
    void whatWouldNotBeShownWithTheOthersIsTooLarge() {
        PidfDocument small = tuples("s", 16);
        PidfDocument large = tuples("l", 31);
        List<Publication> all = List.of(new Publication("e1", small, 100_000));
        assertThat(told(all, null, large)).isEqualTo("200 60");
        List<Publication> both = List.of(new Publication("e1", small, 100_000), new Publication("e2", large, 100_000));
        String refusal = "413 Too Large With What Else Is Published";
        assertThat(told(both, null, tuples("m", 5))).isEqualTo(refusal);
        assertThat(told(both, "e1", tuples("m", 20))).isEqualTo(refusal);
        assertThat(told(both, "e2", small)).isEqualTo("200 60");
        assertThat(told(both, null, tuples("s", 16)))
                .as("the same tuples, told once")
                .isEqualTo("200 60");
        // As it may be once one that hid tuples of both has expired.
        List<Publication> more =
                List.of(new Publication("e1", tuples("m", 31), 100_000), new Publication("e2", large, 100_000));
        assertThat(told(more, "e1", null)).as("refresh").isEqualTo("200 60");
        assertThat(told(more, "e1", tuples("m", 30))).as("less than before").isEqualTo("200 60");
        assertThat(told(more, null, tuples("n", 1))).isEqualTo(refusal);
    }

    /** Against a model that knows publications by who made them. */
    @Test
    void everyPhoneFindsWhatItPublishedWhateverTheOthersDo() {
        for (int seed = 0; seed < 1_000; seed++) {
            Random dice = new Random(seed);
            ImmutableList<Publication> state = ImmutableList.of();
            Map<Integer, String> etags = new HashMap<>();
            Map<Integer, Long> ends = new HashMap<>();
            Map<Integer, String> texts = new HashMap<>();
            long now = 0;
            for (int turn = 0; turn < 60; turn++) {
                now += dice.nextInt(90_000);
                long at = now;
                ends.values().removeIf(end -> end <= at);
                int phone = dice.nextInt(5);
                int seconds = dice.nextInt(8) == 0 ? 0 : 30 + dice.nextInt(700);
                boolean knows = etags.containsKey(phone) && dice.nextInt(5) > 0;
                PidfDocument body = dice.nextBoolean() ? document("d" + turn) : null;
                Publish event =
                        new Publish(knows ? etags.get(phone) : null, body, seconds, ALICE, "e" + turn, 1_000, now);
                Step step = PublicationMachine.step(state, event, SETTINGS);
                String where = "seed " + seed + " turn " + turn;
                boolean stands = knows && ends.containsKey(phone);
                int expected = knows && !stands
                        ? 412
                        : seconds > 0 && seconds < 60
                                ? 423
                                : !knows && body == null ? 400 : !knows && seconds > 0 && ends.size() == 3 ? 403 : 200;
                assertThat(step.answer() instanceof Refused refused ? refused.status() : 200)
                        .as(where)
                        .isEqualTo(expected);
                if (expected == 200 && !knows && ends.containsKey(phone)) {
                    // The phone forgot its entity-tag: what it had stays until it expires, as somebody else's.
                    int other = 100 + turn;
                    ends.put(other, ends.get(phone));
                    texts.put(other, texts.get(phone));
                    ends.remove(phone);
                }
                if (expected == 200 && seconds == 0) {
                    ends.remove(phone);
                    etags.remove(phone);
                } else if (expected == 200) {
                    ends.put(phone, now + 1_000L * Math.min(600, seconds));
                    etags.put(phone, "e" + turn);
                    if (body != null) {
                        texts.put(phone, body.text());
                    }
                }
                state = step.next();
                List<String> shown = new ArrayList<>();
                state.forEach(each -> shown.add(each.document().text() + " until " + each.expiresAt()));
                List<String> model = new ArrayList<>();
                ends.forEach((who, end) -> model.add(texts.get(who) + " until " + end));
                assertThat(shown).as(where).containsExactlyInAnyOrderElementsOf(model);
                assertThat(state.stream().map(Publication::etag).distinct())
                        .as(where)
                        .hasSize(state.size());
            }
        }
    }
}
