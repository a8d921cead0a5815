package io.switchboard.server.store;

import io.switchboard.sip.messaging.Letter;
import io.switchboard.sip.messaging.MessageStore;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages in the database, embedded or not. Questions wait in one line with the changes, so that each sees all changes
 * before it.
 */
public final class SqlMessageStore extends GroupCommit<SqlMessageStore.Task> implements MessageStore {
    /** A change or a question. */
    interface Task {}

    private static final class Write implements Task {
        private final Change change;
        /** Whether the database does not take it; written by the writer before the lane is told. */
        private boolean refused;

        Write(Change change) {
            this.change = change;
        }
    }

    /** Reads from the database. */
    private interface Reader<T> {
        List<T> read(Connection connection) throws SQLException;
    }

    private static final class Question<T> implements Task {
        private final Reader<T> reader;
        private @Nullable List<T> answer;

        Question(Reader<T> reader) {
            this.reader = reader;
        }

        void ask(Connection connection) throws SQLException {
            answer = reader.read(connection);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(SqlMessageStore.class);

    private final Database database;
    private final Unreadable unreadable = new Unreadable();

    /**
     * A store that runs until it is closed.
     *
     * @param spacing least time between the beginnings of two transactions; a few milliseconds, zero for none
     */
    public SqlMessageStore(Database database, Duration spacing) {
        super("message-writer", spacing);
        this.database = database;
        start();
    }

    @Override
    public void save(Change change, Executor lane, Consumer<Outcome> done) {
        Write write = new Write(change);
        submit(
                write,
                lane,
                well -> done.accept(!well ? Outcome.FAILED : write.refused ? Outcome.REFUSED : Outcome.SAVED));
    }

    @Override
    public void due(DueQuery query, Executor lane, Consumer<@Nullable List<Due>> done) {
        ask(connection -> MessageTable.due(connection, query, unreadable), lane, done);
    }

    @Override
    public void expired(long now, int most, Executor lane, Consumer<@Nullable List<Letter>> done) {
        ask(connection -> MessageTable.expired(connection, now, most, unreadable), lane, done);
    }

    private <T> void ask(Reader<T> reader, Executor lane, Consumer<@Nullable List<T>> done) {
        Question<T> question = new Question<>(reader);
        submit(question, lane, well -> done.accept(well ? question.answer : null));
    }

    @Override
    void commit(List<Task> tasks) throws SQLException, IOException {
        List<Write> writes = new ArrayList<>(tasks.size());
        List<Question<?>> questions = new ArrayList<>();
        for (Task task : tasks) {
            if (task instanceof Write write) {
                writes.add(write);
            } else if (task instanceof Question<?> question) {
                questions.add(question);
            }
        }
        if (writes.isEmpty()) {
            answer(questions);
            return;
        }
        write(writes);
        try {
            answer(questions);
        } catch (SQLException | RuntimeException e) {
            log.error("the store of messages cannot be asked", e); // which undoes nothing of what is committed
        }
    }

    private void answer(List<Question<?>> questions) throws SQLException {
        if (questions.isEmpty()) {
            return;
        }
        int failed = 0;
        try (Connection connection = database.connection()) {
            for (Question<?> question : questions) {
                try {
                    question.ask(connection);
                } catch (SQLException | RuntimeException e) {
                    if (failed++ == 0) {
                        log.error("a question to the store of messages failed", e);
                    }
                }
            }
        }
    }

    private void write(List<Write> writes) throws SQLException {
        List<Change> changes = writes.stream().map(write -> write.change).toList();
        try {
            database.transactDurably(connection -> MessageTable.apply(connection, changes));
        } catch (SQLException e) {
            if (!isOfValues(e)) {
                throw e;
            }
            database.transactDurably(connection -> writeEach(connection, writes));
        }
    }

    /** One change after the other, without those whose values the database does not take. */
    private void writeEach(Connection connection, List<Write> writes) throws SQLException {
        for (Write write : writes) {
            Savepoint before = connection.setSavepoint();
            try {
                MessageTable.apply(connection, List.of(write.change));
                connection.releaseSavepoint(before);
            } catch (SQLException e) {
                if (!isOfValues(e)) {
                    throw e;
                }
                connection.rollback(before);
                write.refused = true;
                refused();
                log.error("the database does not take a change of a message, which is lost", e);
            }
        }
    }

    /**
     * Whether values are at fault, and not the database: SQLSTATE 22, data exception, 23, integrity, and 54, a limit of
     * the database's program, such as the length of an index entry.
     */
    private static boolean isOfValues(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }

    @Override
    public boolean isBusy() {
        return queued() > QUEUE_CAPACITY / 2;
    }

    @Override
    public Summary summary() {
        try (Connection connection = database.connection()) {
            return MessageTable.summary(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the messages from the store", e);
        }
    }
}
