package io.switchboard.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.messaging.MessageStore.Change;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stays of messages in either database, and how it is read. */
class MessageHistoryTest extends MessageStoreScene {
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
}
