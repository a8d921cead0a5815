package io.switchboard.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.switchboard.sip.registrar.Binding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The connection pool of the database, its schema brought up to date at the start. */
public final class Database implements AutoCloseable {
    private static final String FILE = "switchboard.db";
    /** SQLite waits this long in milliseconds for another process, such as a backup, to let go of the file. */
    private static final int BUSY_TIMEOUT_MILLIS = 5_000;

    private static final String SQLITE = "jdbc:sqlite:";
    /** Writers of bindings and of messages, a checkpoint, and whoever reads the history. */
    private static final int POOL = 5;

    private final HikariDataSource pool;

    /**
     * Opens the database and migrates its schema.
     *
     * @param jdbcUrl see {@link #embedded}, or another URL whose driver is on the class path
     * @param username login, or empty; the embedded database has none
     * @param password its password, or empty
     * @throws RuntimeException if it cannot be opened or migrated
     */
    public Database(String jdbcUrl, String username, String password) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setJdbcUrl(jdbcUrl);
        if (!username.isEmpty()) {
            config.setUsername(username);
            config.setPassword(password);
        }
        if (jdbcUrl.startsWith(SQLITE) && !jdbcUrl.contains("journal_mode")) {
            config.setConnectionInitSql("PRAGMA journal_mode=WAL"); // readers do not stop the writer
        }
        config.setMaximumPoolSize(POOL);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(BUSY_TIMEOUT_MILLIS);
        pool = new HikariDataSource(config);
        try {
            Flyway.configure().dataSource(pool).load().migrate();
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /**
     * Makes a data directory if there is none, and sees that its database, which holds people's messages, is for this
     * user alone; the write-ahead log gets the database's mode from SQLite.
     */
    public static void privately(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /**
     * URL of the embedded database in a data directory: SQLite with a write-ahead log that is forced to the disk with
     * every commit, so that a commit survives the process and the power.
     */
    public static String embedded(Path directory) {
        return SQLITE + directory.resolve(FILE).toAbsolutePath() + "?journal_mode=WAL&synchronous=FULL&busy_timeout="
                + BUSY_TIMEOUT_MILLIS;
    }

    Connection connection() throws SQLException {
        return pool.getConnection();
    }

    /** Whether this is the embedded database, which nobody but this process writes to. */
    public boolean isEmbedded() {
        return pool.getJdbcUrl().startsWith(SQLITE);
    }

    /** Statements of one transaction. */
    interface Work {
        void on(Connection connection) throws SQLException;
    }

    /** Carries out all statements, or none. */
    void transact(Work work) throws SQLException {
        try (Connection connection = connection()) {
            transact(connection, work);
        }
    }

    /** The same; it is on the disk when this returns, even if the URL of an embedded database asks for less. */
    void transactDurably(Work work) throws SQLException {
        try (Connection connection = connection()) {
            if (isEmbedded()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("PRAGMA synchronous=FULL");
                }
            }
            transact(connection, work);
        }
    }

    private void transact(Connection connection, Work work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            work.on(connection);
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            try {
                connection.rollback();
            } catch (SQLException second) {
                // SQLite has rolled back by itself when the disk is full, and its driver does not know.
                e.addSuppressed(second);
                pool.evictConnection(connection);
            }
            throw e;
        }
    }

    /** All bindings that have not expired; the others are removed. */
    List<Binding> bindings(long nowMillis) {
        try (Connection connection = connection()) {
            return BindingTable.load(connection, nowMillis);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the bindings from the store", e);
        }
    }

    /** For other tables of the same database. */
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
