package io.switchboard.server.store;

import io.switchboard.sip.messaging.Letter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the messages that are in the store: those that wait, and those that have ended not long ago. */
public final class MessageHistory {
    private static final String SELECT =
            "SELECT " + MessageTable.COLUMNS + ", m.status, m.ended_at FROM message m WHERE m.id < ?";
    private static final String OF_USER = " AND (m.recipient = ? OR m.sender = ?)";
    private static final String OF_PAIR =
            " AND ((m.recipient = ? AND m.sender = ?) OR (m.recipient = ? AND m.sender = ?))";

    private final Database database;
    private final Unreadable unreadable = new Unreadable();

    /** Of this database. */
    public MessageHistory(Database database) {
        this.database = database;
    }

    /** What became of a message. */
    public enum State {
        WAITING,
        DELIVERED,
        DEAD
    }

    /**
     * A message.
     *
     * @param status of one that is dead: what the devices said, 0 if its time was over
     * @param endedAt wall-clock milliseconds, 0 while it waits
     */
    public record Entry(Letter letter, State state, int status, long endedAt) {}

    /**
     * Messages, the newest first, without those that cannot be read. Blocks.
     *
     * @param user address of record of whom they are from or to, "" for all
     * @param with address of record of the other side, "" for all
     * @param before only those with a lower number
     * @throws IllegalStateException if the database cannot be read
     */
    public List<Entry> page(String user, String with, long before, int most) {
        String sql = SELECT + (user.isEmpty() ? "" : with.isEmpty() ? OF_USER : OF_PAIR) + " ORDER BY m.id DESC";
        Object[] values = user.isEmpty()
                ? new Object[] {before}
                : with.isEmpty() ? new Object[] {before, user, user} : new Object[] {before, user, with, with, user};
        try (Connection connection = database.connection()) {
            return MessageTable.rows(connection, sql, most, unreadable, MessageHistory::entry, values);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the messages from the store", e);
        }
    }

    private static @Nullable Entry entry(ResultSet row) throws SQLException {
        Letter letter = MessageTable.letter(row);
        return letter == null ? null : new Entry(letter, State.values()[row.getInt(7)], row.getInt(9), row.getLong(10));
    }
}
