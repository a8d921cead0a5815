package io.switchboard.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.messaging.Letter;
import io.switchboard.sip.messaging.MessageStore.Change;
import io.switchboard.sip.messaging.MessageStore.Due;
import io.switchboard.sip.messaging.MessageStore.DueQuery;
import io.switchboard.sip.messaging.MessageStore.Summary;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages in either database: what waits, what is owed, and what is known again. */
class SqlMessageStoreTest extends MessageStoreScene {
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

    /** The time begins when the first device has it; what is older may not have been forgotten yet. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatIsOwedForTooLongIsLeftOut(Kind kind) throws Exception {
        SqlMessageStore store = store(database(kind));
        save(store, new Change.Delivered(letter(1, BOB, "old"), 5, Set.of("b"), true));
        save(store, new Change.Delivered(letter(2, BOB, "new"), 6, Set.of("b"), true));
        CompletableFuture<List<Due>> done = new CompletableFuture<>();
        store.due(new DueQuery(BOB, "b", 0, 10, 6, 3), Runnable::run, done::complete);
        assertThat(ids(done.get(20, TimeUnit.SECONDS))).containsExactly(2L);
    }

    /** Told twice, or in another order, as after a failure: it comes out the same. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatIsToldAgainChangesNothing(Kind kind) throws Exception {
        Database database = database(kind);
        SqlMessageStore store = store(database);
        save(store, new Change.Add(letter(1, BOB, "kept")));
        save(store, new Change.Served(1, BOB, "b", false));
        assertThat(rows(database)).as("it waits for others").isEqualTo(1);
        save(store, new Change.Delivered(letter(1, BOB, "kept"), 5, Set.of("c"), false));
        save(store, new Change.Delivered(letter(1, BOB, "kept"), 5, Set.of("c"), false));
        assertThat(due(store, "b", 0, 10)).isEmpty();
        assertThat(ids(due(store, "c", 0, 10))).containsExactly(1L);
        save(store, new Change.Served(1, BOB, "c", false));
        save(store, new Change.Served(1, BOB, "c", false));
        assertThat(rows(database)).isZero();
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
        save(store, new Change.Seen(BOB, "a", 5, ""));
        save(store, new Change.Seen(BOB, "a", 9, ""));
        save(store, new Change.Seen(BOB, "b", 2, ""));
        assertThat(store.summary().devices()).isEqualTo(Map.of(BOB, Map.of("a", 9L, "b", 2L)));
        save(store, new Change.Forget(0, 3));
        assertThat(store.summary().devices()).isEqualTo(Map.of(BOB, Map.of("a", 9L)));
        save(store, new Change.Seen(BOB, "c", 10, "a"));
        assertThat(store.summary().devices()).as("in its place").isEqualTo(Map.of(BOB, Map.of("c", 10L)));
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
        store.due(new DueQuery(BOB, "a", count - 1, 0, 0, 10), Runnable::run, done::complete);
        assertThat(ids(done.get(60, TimeUnit.SECONDS))).containsExactly((long) count);
        assertThat(rows(database)).isEqualTo(count);
        assertThat(store.commits()).isLessThan(count / 10);
    }
}
