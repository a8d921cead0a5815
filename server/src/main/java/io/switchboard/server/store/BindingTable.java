package io.switchboard.server.store;

import com.google.common.net.InetAddresses;
import io.switchboard.sip.registrar.Binding;
import io.switchboard.sip.registrar.BindingChange;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.Protocol;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The SQL of the table of bindings. */
final class BindingTable {
    private static final String UPSERT = """
            INSERT INTO binding (aor, binding_key, contact, q, expires_at, call_id, cseq, path, instance, reg_id,
                user_agent, protocol, address, port, server_name)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (aor, binding_key) DO UPDATE SET contact = excluded.contact, q = excluded.q,
                expires_at = excluded.expires_at, call_id = excluded.call_id, cseq = excluded.cseq,
                path = excluded.path, instance = excluded.instance, reg_id = excluded.reg_id,
                user_agent = excluded.user_agent, protocol = excluded.protocol, address = excluded.address,
                port = excluded.port, server_name = excluded.server_name
            """;
    private static final String DELETE = "DELETE FROM binding WHERE aor = ? AND binding_key = ?";
    private static final String EXPIRE = "DELETE FROM binding WHERE expires_at <= ?";
    private static final String SELECT = """
            SELECT aor, contact, q, expires_at, call_id, cseq, path, instance, reg_id, user_agent, protocol, address,
                port, server_name
            FROM binding
            """;

    private BindingTable() {}

    /** Carries out changes in their order, in the connection's transaction. */
    static void apply(Connection connection, List<BindingChange> changes) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT);
                PreparedStatement delete = connection.prepareStatement(DELETE)) {
            for (BindingChange change : changes) {
                for (Binding gone : change.removed()) {
                    delete.setString(1, change.aor());
                    delete.setString(2, gone.key());
                    delete.executeUpdate();
                }
                for (Binding binding : change.saved()) {
                    fill(upsert, binding);
                    upsert.executeUpdate();
                }
            }
        }
    }

    /** Makes rows what they are to be, in the connection's transaction. */
    static void write(Connection connection, List<LatestBindings.Row> rows) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT);
                PreparedStatement delete = connection.prepareStatement(DELETE)) {
            for (LatestBindings.Row row : rows) {
                if (row.binding().isPresent()) {
                    fill(upsert, row.binding().get());
                    upsert.executeUpdate();
                } else {
                    delete.setString(1, row.aor());
                    delete.setString(2, row.key());
                    delete.executeUpdate();
                }
            }
        }
    }

    private static void fill(PreparedStatement statement, Binding binding) throws SQLException {
        Hop hop = binding.hop();
        statement.setString(1, binding.aor());
        statement.setString(2, binding.key());
        statement.setString(3, binding.contact());
        statement.setInt(4, binding.q());
        statement.setLong(5, binding.expiresAt());
        statement.setString(6, binding.callId());
        statement.setLong(7, binding.cseq());
        statement.setString(8, String.join("\n", binding.path()));
        statement.setString(9, binding.instance());
        statement.setInt(10, binding.regId());
        statement.setString(11, binding.userAgent());
        statement.setString(12, hop.protocol().name());
        statement.setString(13, hop.address().getAddress().getHostAddress());
        statement.setInt(14, hop.address().getPort());
        statement.setString(15, hop.serverName());
    }

    /** Removes what has expired and gives the rest. */
    static List<Binding> load(Connection connection, long nowMillis) throws SQLException {
        try (PreparedStatement expire = connection.prepareStatement(EXPIRE)) {
            expire.setLong(1, nowMillis);
            expire.executeUpdate();
        }
        List<Binding> bindings = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                bindings.add(binding(row));
            }
        }
        return bindings;
    }

    private static Binding binding(ResultSet row) throws SQLException {
        String path = row.getString(7);
        return new Binding(
                row.getString(1),
                row.getString(2),
                row.getInt(3),
                row.getLong(4),
                row.getString(5),
                row.getLong(6),
                path.isEmpty() ? List.of() : List.of(path.split("\n", -1)),
                row.getString(8),
                row.getInt(9),
                row.getString(10),
                new Hop(
                        Protocol.valueOf(row.getString(11)),
                        new InetSocketAddress(InetAddresses.forString(row.getString(12)), row.getInt(13)),
                        row.getString(14),
                        null));
    }
}
