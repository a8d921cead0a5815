package io.switchboard.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.message.MessageParser;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.messaging.Letter;
import io.switchboard.sip.messaging.MessageStore.Change;
import io.switchboard.sip.messaging.MessageStore.Due;
import io.switchboard.sip.messaging.MessageStore.Outcome;
import io.switchboard.sip.messaging.MessageStore.Summary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages in either database. */
class SqlMessageStoreTest {
    /** Which. */
    enum Kind {
        SQLITE,
        POSTGRESQL
    }

    private static final String BOB = "bob@example.test";

    @SuppressWarnings("NullAway.Init")
    private static Postgres postgres;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void start() {
        postgres = Postgres.start();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private Database database(Kind kind) throws Exception {
        Database database = new Database(
                kind == Kind.SQLITE ? "jdbc:sqlite:" + directory.resolve("test.db") : postgres.url(), "", "");
        open.add(database);
        return database;
    }

    private SqlMessageStore store(Database database) throws Exception {
        return store(database, Duration.ZERO);
    }

    private SqlMessageStore store(Database database, Duration spacing) throws Exception {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM message");
            statement.execute("DELETE FROM message_owed");
            statement.execute("DELETE FROM message_device");
        }
        SqlMessageStore store = new SqlMessageStore(database, spacing);
        open.add(store);
        return store;
    }

    private static Letter letter(long id, String recipient, String body) {
        String text = "MESSAGE sip:" + recipient + " SIP/2.0\r\nVia: SIP/2.0/UDP invalid.invalid\r\nCall-ID: c" + id
                + "\r\n\r\n" + body;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        SipRequest content = (SipRequest) Objects.requireNonNull(MessageParser.parse(bytes, 0, bytes.length));
        return new Letter(id, recipient, "alice@example.test", "alice@example.test", 1_000, 100_000, content);
    }

    private static void save(SqlMessageStore store, Change change) throws Exception {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        store.save(change, Runnable::run, done::complete);
        assertThat(done.get(20, TimeUnit.SECONDS)).isEqualTo(Outcome.SAVED);
    }

    private static List<Due> due(SqlMessageStore store, String device, long after, long now) throws Exception {
        CompletableFuture<List<Due>> done = new CompletableFuture<>();
        store.due(BOB, device, after, now, 3, Runnable::run, done::complete);
        return done.get(20, TimeUnit.SECONDS);
    }

    private static List<Long> ids(List<Due> due) {
        return due.stream().map(each -> each.letter().id()).toList();
    }

    private static long rows(Database database) throws Exception {
        try (Connection connection = database.connection();
                PreparedStatement select = connection.prepareStatement("SELECT COUNT(*) FROM message");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatWaitsComesBackAsItWas(Kind kind) throws Exception {
        SqlMessageStore store = store(database(kind));
        for (long id = 1; id <= 5; id++) {
            save(store, new Change.Add(letter(id, BOB, "\u0000gr\u00fc\u00df " + id)));
        }
        save(store, new Change.Add(letter(6, "carol@example.test", "x")));
        List<Due> first = due(store, "any", 0, 2_000);
        assertThat(ids(first)).containsExactly(1L, 2L, 3L);
        assertThat(ids(due(store, "any", 3, 2_000))).containsExactly(4L, 5L);
        Letter back = first.get(1).letter();
        assertThat(new String(back.content().body(), StandardCharsets.UTF_8)).isEqualTo("\u0000gr\u00fc\u00df 2");
        assertThat(back.content().callId()).isEqualTo("c2");
        assertThat(back.sender()).isEqualTo("alice@example.test");
        assertThat(back.expiresAt()).isEqualTo(100_000);
        assertThat(first.get(1).taken()).isFalse();
        assertThat(due(store, "any", 0, 100_000)).as("expired").isEmpty();
        Summary summary = store.summary();
        assertThat(summary.lastId()).isEqualTo(6);
        assertThat(summary.waiting()).isEqualTo(Map.of(BOB, 5, "carol@example.test", 1));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void otherDevicesAreOwedWhatOneHas(Kind kind) throws Exception {
        Database database = database(kind);
        SqlMessageStore store = store(database);
        save(store, new Change.Add(letter(1, BOB, "kept")));
        save(store, new Change.Delivered(letter(1, BOB, "kept"), 5, Set.of("b", "c"), false));
        save(store, new Change.Delivered(letter(2, BOB, "direct"), 6, Set.of("b"), false));
        save(store, new Change.Add(letter(3, BOB, "new")));
        assertThat(ids(due(store, "a", 0, 10))).containsExactly(3L);
        assertThat(ids(due(store, "b", 0, 10))).containsExactly(1L, 2L, 3L);
        assertThat(due(store, "c", 0, 10))
                .first()
                .satisfies(each -> assertThat(each.taken()).isTrue());
        assertThat(store.summary().owed()).isEqualTo(Map.of(BOB, Set.of("b", "c")));
        save(store, new Change.Served(1, BOB, "b", false));
        save(store, new Change.Served(2, BOB, "b", false));
        assertThat(ids(due(store, "b", 0, 10))).containsExactly(3L);
        assertThat(rows(database)).as("2 is owed to nobody").isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void historyStaysAsLongAsItIsTold(Kind kind) throws Exception {
        Database database = database(kind);
        SqlMessageStore store = store(database);
        save(store, new Change.Delivered(letter(1, BOB, "gone"), 5, Set.of(), false));
        assertThat(rows(database)).isZero();
        save(store, new Change.Delivered(letter(2, BOB, "kept"), 5, Set.of(), true));
        save(store, new Change.Add(letter(3, BOB, "dies")));
        save(store, new Change.Died(3, 6, 488, true));
        save(store, new Change.Add(letter(4, BOB, "waits")));
        save(store, new Change.Delivered(letter(5, BOB, "owed"), 5, Set.of("b"), true));
        assertThat(rows(database)).isEqualTo(4);
        assertThat(ids(due(store, "a", 0, 10))).containsExactly(4L);
        save(store, new Change.Forget(6, 5));
        assertThat(rows(database)).as("2 is too old, 3 is not, 5 is owed").isEqualTo(3);
        save(store, new Change.Forget(7, 6));
        save(store, new Change.Forget(7, 6));
        assertThat(rows(database)).as("what waits is not history").isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatExpiresIsFound(Kind kind) throws Exception {
        SqlMessageStore store = store(database(kind));
        save(store, new Change.Add(letter(1, BOB, "x")));
        CompletableFuture<List<Letter>> none = new CompletableFuture<>();
        store.expired(99_999, 10, Runnable::run, none::complete);
        assertThat(none.get(20, TimeUnit.SECONDS)).isEmpty();
        CompletableFuture<List<Letter>> found = new CompletableFuture<>();
        store.expired(100_000, 10, Runnable::run, found::complete);
        assertThat(found.get(20, TimeUnit.SECONDS)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void devicesAreKnownAgain(Kind kind) throws Exception {
        SqlMessageStore store = store(database(kind));
        save(store, new Change.Seen(BOB, "a", 5));
        save(store, new Change.Seen(BOB, "a", 9));
        save(store, new Change.Seen(BOB, "b", 2));
        assertThat(store.summary().devices()).isEqualTo(Map.of(BOB, Map.of("a", 9L, "b", 2L)));
        save(store, new Change.Forget(0, 3));
        assertThat(store.summary().devices()).isEqualTo(Map.of(BOB, Map.of("a", 9L)));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void historyIsReadByUserAndPair(Kind kind) throws Exception {
        Database database = database(kind);
        SqlMessageStore store = store(database);
        save(store, new Change.Delivered(letter(1, BOB, "one"), 5, Set.of(), true));
        save(store, new Change.Add(letter(2, BOB, "two")));
        save(store, new Change.Add(letter(3, "carol@example.test", "three")));
        save(store, new Change.Died(3, 7, 488, true));
        MessageHistory history = new MessageHistory(database);
        assertThat(history.page("", "", Long.MAX_VALUE, 2))
                .extracting(entry -> entry.letter().id())
                .containsExactly(3L, 2L);
        assertThat(history.page("", "", 2, 2))
                .extracting(MessageHistory.Entry::state)
                .containsExactly(MessageHistory.State.DELIVERED);
        assertThat(history.page(BOB, "", Long.MAX_VALUE, 10)).hasSize(2);
        assertThat(history.page("alice@example.test", "", Long.MAX_VALUE, 10)).hasSize(3);
        assertThat(history.page("alice@example.test", "carol@example.test", Long.MAX_VALUE, 10))
                .extracting(MessageHistory.Entry::status)
                .containsExactly(488);
        assertThat(history.page("carol@example.test", BOB, Long.MAX_VALUE, 10)).isEmpty();
    }

    /** A question waits behind the changes before it, and many changes share a commit. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void manyMessagesShareACommit(Kind kind) throws Exception {
        Database database = database(kind);
        SqlMessageStore store = store(database);
        CompletableFuture<List<Due>> done = new CompletableFuture<>();
        int count = 5_000;
        for (long id = 1; id <= count; id++) {
            store.save(new Change.Add(letter(id, BOB, "hello")), Runnable::run, well -> {});
        }
        store.due(BOB, "a", count - 1, 0, 10, Runnable::run, done::complete);
        assertThat(ids(done.get(60, TimeUnit.SECONDS))).containsExactly((long) count);
        assertThat(rows(database)).isEqualTo(count);
        assertThat(store.commits()).isLessThan(count / 10);
    }

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
                new Change.Seen(BOB, "a\0b", 5),
                new Change.Seen(BOB, unlike(1_000), 5),
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
            store.due(BOB, "any", 0, 0, 3, Runnable::run, due -> answered.complete(due != null));
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

    private static void execute(Database database, String sql) throws Exception {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
