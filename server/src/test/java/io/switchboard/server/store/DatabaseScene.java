package io.switchboard.server.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Either database, a new one for each test; PostgreSQL is started for the class. */
abstract class DatabaseScene {
    /** Which. */
    enum Kind {
        SQLITE,
        POSTGRESQL
    }

    @SuppressWarnings("NullAway.Init")
    private static Postgres postgres;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    /** Closed in the end, the latest first. */
    final List<AutoCloseable> open = new ArrayList<>();

    private @Nullable String url;

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

    /** The test's database, migrated; may be opened again when it is closed. */
    Database open(Kind kind) throws SQLException {
        if (url == null) {
            url = kind == Kind.SQLITE ? Database.embedded(directory) : postgres.create();
        }
        return new Database(url, "", "");
    }

    /** The same, closed with the test. */
    Database database(Kind kind) throws SQLException {
        Database database = open(kind);
        open.add(database);
        return database;
    }

    static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
