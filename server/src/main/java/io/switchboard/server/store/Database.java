package io.switchboard.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The connection pool of the database, its schema brought up to date at the start. */
public final class Database implements AutoCloseable {
    /** SQLite waits this long in milliseconds for another process, such as a backup, to let go of the file. */
    private static final int BUSY_TIMEOUT_MILLIS = 5_000;

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
        config.setMaximumPoolSize(3);
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
     * URL of the embedded database in a data directory: SQLite with a write-ahead log that is forced to the disk with
     * every commit, so that a commit survives the process and the power.
     */
    public static String embedded(Path directory) {
        return "jdbc:sqlite:" + directory.resolve("switchboard.db").toAbsolutePath()
                + "?journal_mode=WAL&synchronous=FULL&busy_timeout=" + BUSY_TIMEOUT_MILLIS;
    }

    Connection connection() throws SQLException {
        return pool.getConnection();
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
