package io.switchboard.server.store;

import io.switchboard.sip.message.MessageParser;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.messaging.Letter;
import io.switchboard.sip.messaging.MessageStore;
import io.switchboard.sip.messaging.MessageStore.Change;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The SQL of the tables of messages. */
final class MessageTable {
    static final int WAITS = 0;
    static final int DELIVERED = 1;

    static final String COLUMNS =
            "m.id, m.recipient, m.sender, m.return_to, m.accepted_at, m.expires_at, m.state, m.content";
    private static final String INSERT = """
            INSERT INTO message (id, recipient, sender, return_to, accepted_at, expires_at, state, status, ended_at,
                content)
            VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
            ON CONFLICT (id) DO UPDATE SET state = excluded.state, ended_at = excluded.ended_at
            """;
    private static final String OWE =
            "INSERT INTO message_owed (recipient, device, id, since) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String SERVE = "DELETE FROM message_owed WHERE recipient = ? AND device = ? AND id = ?";
    private static final String DELETE = "DELETE FROM message WHERE id = ?";
    private static final String DELETE_SERVED = """
            DELETE FROM message WHERE id = ? AND state > 0
                AND NOT EXISTS (SELECT 1 FROM message_owed o WHERE o.id = message.id)
            """;
    private static final String BURY = "UPDATE message SET state = 2, status = ?, ended_at = ? WHERE id = ?";
    private static final String SEEN = """
            INSERT INTO message_device (aor, device, seen_at) VALUES (?, ?, ?)
            ON CONFLICT (aor, device) DO UPDATE SET seen_at = excluded.seen_at
            """;
    private static final String UNSEEN = "DELETE FROM message_device WHERE aor = ? AND device = ?";
    private static final String FORGET_OWED = "DELETE FROM message_owed WHERE since < ?";
    private static final String FORGET_DEVICES = "DELETE FROM message_device WHERE seen_at < ?";
    private static final String FORGET_ENDED = """
            DELETE FROM message WHERE state > 0 AND ended_at < ?
                AND NOT EXISTS (SELECT 1 FROM message_owed o WHERE o.id = message.id)
            """;
    private static final String DUE = "SELECT " + COLUMNS
            + " FROM message m WHERE m.recipient = ? AND m.state = 0 AND m.id > ? AND m.expires_at > ? UNION ALL SELECT "
            + COLUMNS
            + " FROM message_owed o JOIN message m ON m.id = o.id"
            + " WHERE o.recipient = ? AND o.device = ? AND o.id > ? AND o.since >= ? AND m.state = 1 AND m.expires_at > ?"
            + " ORDER BY 1";
    private static final String EXPIRED =
            "SELECT " + COLUMNS + " FROM message m WHERE m.state = 0 AND m.expires_at <= ? ORDER BY m.expires_at, m.id";

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    private MessageTable(Connection connection) {
        this.connection = connection;
    }

    /** Carries out changes in their order, in the connection's transaction. */
    static void apply(Connection connection, List<Change> changes) throws SQLException {
        MessageTable table = new MessageTable(connection);
        try {
            for (Change change : changes) {
                table.apply(change);
            }
        } finally {
            for (PreparedStatement statement : table.prepared.values()) {
                statement.close();
            }
        }
    }

    private void apply(Change change) throws SQLException {
        switch (change) {
            case Change.Add add -> insert(add.letter(), WAITS, 0);
            case Change.Delivered delivered -> {
                Letter letter = delivered.letter();
                if (!delivered.keep() && delivered.owed().isEmpty()) {
                    update(DELETE, letter.id());
                    return;
                }
                insert(letter, DELIVERED, delivered.at());
                for (String device : delivered.owed()) {
                    update(OWE, letter.recipient(), device, letter.id(), delivered.at());
                }
            }
            case Change.Served served -> {
                update(SERVE, served.recipient(), served.device(), served.id());
                if (!served.keep()) {
                    update(DELETE_SERVED, served.id());
                }
            }
            case Change.Died died -> {
                if (died.keep()) {
                    update(BURY, died.status(), died.at(), died.id());
                } else {
                    update(DELETE, died.id());
                }
            }
            case Change.Seen seen -> {
                update(SEEN, seen.aor(), seen.device(), seen.at());
                if (!seen.instead().isEmpty()) {
                    update(UNSEEN, seen.aor(), seen.instead());
                }
            }
            case Change.Forget forget -> {
                update(FORGET_OWED, forget.owedBefore());
                update(FORGET_DEVICES, forget.owedBefore());
                update(FORGET_ENDED, forget.historyBefore());
            }
        }
    }

    private void insert(Letter letter, int state, long endedAt) throws SQLException {
        SipRequest content = letter.content();
        byte[] bytes = Arrays.copyOfRange(content.array(), content.offset(), content.offset() + content.size());
        update(
                INSERT,
                letter.id(),
                letter.recipient(),
                letter.sender(),
                letter.returnTo(),
                letter.acceptedAt(),
                letter.expiresAt(),
                state,
                endedAt,
                bytes);
    }

    private void update(String sql, Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        set(statement, values);
        statement.executeUpdate();
    }

    static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            switch (values[i]) {
                case Long number -> statement.setLong(i + 1, number);
                case Integer number -> statement.setInt(i + 1, number);
                case String text -> statement.setString(i + 1, text);
                case byte[] bytes -> statement.setBytes(i + 1, bytes);
                default -> throw new IllegalArgumentException("no value of a column: " + values[i]);
            }
        }
    }

    /** What a row is made into; null if it cannot be read. */
    interface Row<T> {
        @Nullable T of(ResultSet row) throws SQLException;
    }

    static List<MessageStore.Due> due(Connection connection, MessageStore.DueQuery query, Unreadable unreadable)
            throws SQLException {
        return rows(
                connection,
                DUE,
                query.most(),
                unreadable,
                row -> {
                    Letter letter = letter(row);
                    return letter == null ? null : new MessageStore.Due(letter, row.getInt(7) != WAITS);
                },
                query.recipient(),
                query.after(),
                query.now(),
                query.recipient(),
                query.device(),
                query.after(),
                query.owedSince(),
                query.now());
    }

    static List<Letter> expired(Connection connection, long now, int most, Unreadable unreadable) throws SQLException {
        return rows(connection, EXPIRED, most, unreadable, MessageTable::letter, now);
    }

    /** The first rows that can be read: fewer than asked for only if there are no more. */
    static <T> List<T> rows(
            Connection connection, String sql, int most, Unreadable unreadable, Row<T> reader, Object... values)
            throws SQLException {
        List<T> found = new ArrayList<>();
        Object[] all = Arrays.copyOf(values, values.length + 2);
        try (PreparedStatement select = connection.prepareStatement(sql + " LIMIT ? OFFSET ?")) {
            int read = 0;
            int full;
            do {
                int asked = most - found.size();
                full = read + asked;
                all[values.length] = asked;
                all[values.length + 1] = read;
                set(select, all);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        read++;
                        T one = reader.of(row);
                        if (one == null) {
                            unreadable.skip(row.getLong(1));
                        } else {
                            found.add(one);
                        }
                    }
                }
            } while (found.size() < most && read == full);
        }
        return found;
    }

    /** A row of {@link #COLUMNS}; null if it holds no message. */
    static @Nullable Letter letter(ResultSet row) throws SQLException {
        byte[] bytes = row.getBytes(8);
        if (!(MessageParser.parse(bytes, 0, bytes.length) instanceof SipRequest content)) {
            return null;
        }
        return new Letter(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                row.getLong(6),
                content);
    }

    static MessageStore.Summary summary(Connection connection) throws SQLException {
        Map<String, Integer> waiting = new HashMap<>();
        Map<String, Set<String>> owed = new HashMap<>();
        Map<String, Map<String, Long>> devices = new HashMap<>();
        long last = 0;
        try (PreparedStatement select = connection.prepareStatement("SELECT COALESCE(MAX(id), 0) FROM message");
                ResultSet row = select.executeQuery()) {
            if (row.next()) {
                last = row.getLong(1);
            }
        }
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT recipient, COUNT(*) FROM message WHERE state = 0 GROUP BY recipient");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                waiting.put(row.getString(1), row.getInt(2));
            }
        }
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT DISTINCT recipient, device FROM message_owed");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                owed.computeIfAbsent(row.getString(1), aor -> new HashSet<>()).add(row.getString(2));
            }
        }
        try (PreparedStatement select = connection.prepareStatement("SELECT aor, device, seen_at FROM message_device");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                devices.computeIfAbsent(row.getString(1), aor -> new HashMap<>())
                        .put(row.getString(2), row.getLong(3));
            }
        }
        return new MessageStore.Summary(last, waiting, owed, devices);
    }
}
