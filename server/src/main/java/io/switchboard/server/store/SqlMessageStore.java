package io.switchboard.server.store;

import io.switchboard.sip.messaging.Letter;
import io.switchboard.sip.messaging.MessageStore;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages in the database, embedded or not. Questions wait in one line with the changes, so that each sees all changes
 * before it.
 */
public final class SqlMessageStore extends GroupCommit<SqlMessageStore.Task> implements MessageStore {
    /** A change or a question. */
    interface Task {}

    private record Write(Change change) implements Task {}

    /** Reads from the database. */
    private interface Reader<T> {
        List<T> read(Connection connection) throws SQLException;
    }

    private static final class Question<T> implements Task {
        private final Reader<T> reader;
        private List<T> answer = List.of();

        Question(Reader<T> reader) {
            this.reader = reader;
        }

        void ask(Connection connection) throws SQLException {
            answer = reader.read(connection);
        }
    }

    private final Database database;

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
    public void save(Change change, Executor lane, Consumer<Boolean> done) {
        submit(new Write(change), lane, done);
    }

    @Override
    public void due(
            String recipient,
            String device,
            long after,
            long now,
            int most,
            Executor lane,
            Consumer<@Nullable List<Due>> done) {
        ask(connection -> MessageTable.due(connection, recipient, device, after, now, most), lane, done);
    }

    @Override
    public void expired(long now, int most, Executor lane, Consumer<@Nullable List<Letter>> done) {
        ask(connection -> MessageTable.expired(connection, now, most), lane, done);
    }

    private <T> void ask(Reader<T> reader, Executor lane, Consumer<@Nullable List<T>> done) {
        Question<T> question = new Question<>(reader);
        submit(question, lane, well -> done.accept(well ? question.answer : null));
    }

    @Override
    void commit(List<Task> tasks) throws SQLException, IOException {
        List<Change> changes = new ArrayList<>(tasks.size());
        List<Question<?>> questions = new ArrayList<>();
        for (Task task : tasks) {
            if (task instanceof Write write) {
                changes.add(write.change());
            } else if (task instanceof Question<?> question) {
                questions.add(question);
            }
        }
        if (!changes.isEmpty()) {
            database.transactDurably(connection -> MessageTable.apply(connection, changes));
        }
        if (!questions.isEmpty()) {
            try (Connection connection = database.connection()) {
                for (Question<?> question : questions) {
                    question.ask(connection);
                }
            }
        }
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
