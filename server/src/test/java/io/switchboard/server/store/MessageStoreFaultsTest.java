package io.switchboard.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.messaging.Letter;
import io.switchboard.sip.messaging.MessageStore.Change;
import io.switchboard.sip.messaging.MessageStore.DueQuery;
import io.switchboard.sip.messaging.MessageStore.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Either database, when it does not take a change, answers no question, or holds what cannot be read. */
class MessageStoreFaultsTest extends MessageStoreScene {
    /** PostgreSQL takes no NUL, nothing longer than its column, and no long entry in an index; SQLite takes all. */
    @Test
    void whatTheDatabaseDoesNotTakeFailsAlone() throws Exception {
        Database database = database(Kind.POSTGRESQL);
        SqlMessageStore store = store(database, Duration.ofMillis(200));
        save(store, new Change.Add(letter(1, BOB, "first"))); // the others share the next commit
        List<CompletableFuture<Outcome>> done = new ArrayList<>();
        for (Change change : List.of(
                new Change.Add(letter(2, BOB, "good")),
                new Change.Add(letter(3, "b".repeat(600) + "@example.test", "long")),
                new Change.Seen(BOB, "a\0b", 5, ""),
                new Change.Seen(BOB, unlike(1_000), 5, ""),
                new Change.Add(letter(4, BOB, "good")))) {
            CompletableFuture<Outcome> each = new CompletableFuture<>();
            store.save(change, Runnable::run, each::complete);
            done.add(each);
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (CompletableFuture<Outcome> each : done) {
            outcomes.add(each.get(20, TimeUnit.SECONDS));
        }
        assertThat(outcomes)
                .containsExactly(Outcome.SAVED, Outcome.REFUSED, Outcome.REFUSED, Outcome.REFUSED, Outcome.SAVED);
        assertThat(store.state()).isEqualTo(GroupCommit.State.RUNNING);
        assertThat(ids(due(store, "any", 0, 10))).containsExactly(1L, 2L, 4L);
    }

    /** A text that does not get shorter by compression, three bytes a character. */
    private static String unlike(int length) {
        return new Random(1)
                .ints(length, 0x4e00, 0x9fa5)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** What is committed stays so, whatever becomes of the questions behind it. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void aQuestionFailsAlone(Kind kind) throws Exception {
        Database database = database(kind);
        SqlMessageStore store = store(database, Duration.ofMillis(200));
        execute(database, "ALTER TABLE message_owed RENAME TO message_owed_away");
        try {
            save(store, new Change.Add(letter(1, BOB, "first"))); // the others share the next commit
            CompletableFuture<Outcome> saved = new CompletableFuture<>();
            CompletableFuture<Boolean> answered = new CompletableFuture<>();
            CompletableFuture<Integer> expired = new CompletableFuture<>();
            store.save(new Change.Add(letter(2, BOB, "second")), Runnable::run, saved::complete);
            store.due(new DueQuery(BOB, "any", 0, 0, 0, 3), Runnable::run, due -> answered.complete(due != null));
            store.expired(100_000, 3, Runnable::run, due -> expired.complete(due == null ? -1 : due.size()));
            assertThat(saved.get(20, TimeUnit.SECONDS)).isEqualTo(Outcome.SAVED);
            assertThat(answered.get(20, TimeUnit.SECONDS)).isFalse();
            assertThat(expired.get(20, TimeUnit.SECONDS)).isEqualTo(2);
        } finally {
            execute(database, "ALTER TABLE message_owed_away RENAME TO message_owed");
        }
        assertThat(rows(database)).isEqualTo(2);
    }

    /** A page is full as long as there is more, so that the rest is asked for. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatCannotBeReadIsSkipped(Kind kind) throws Exception {
        Database database = database(kind);
        SqlMessageStore store = store(database);
        for (long id = 1; id <= 8; id++) {
            save(store, new Change.Add(letter(id, BOB, "hello")));
        }
        try (Connection connection = database.connection();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE message SET content = ? WHERE id IN (1, 3, 4)")) {
            update.setBytes(1, new byte[] {'x'});
            update.executeUpdate();
        }
        assertThat(ids(due(store, "any", 0, 10))).containsExactly(2L, 5L, 6L);
        assertThat(ids(due(store, "any", 6, 10))).containsExactly(7L, 8L);
        CompletableFuture<List<Letter>> expired = new CompletableFuture<>();
        store.expired(100_000, 4, Runnable::run, expired::complete);
        assertThat(expired.get(20, TimeUnit.SECONDS)).extracting(Letter::id).containsExactly(2L, 5L, 6L, 7L);
        assertThat(new MessageHistory(database).page(BOB, "", 8, 4))
                .extracting(entry -> entry.letter().id())
                .containsExactly(7L, 6L, 5L, 2L);
    }
}
