package io.switchboard.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what some journals tell into the database, and deletes them. Until they are deleted everything stands in them,
 * and to carry it out again changes nothing: it may be interrupted at any moment.
 */
final class Checkpoint {
    private static final Logger log = LoggerFactory.getLogger(Checkpoint.class);
    /** Rows of one transaction: some tens of milliseconds, in which nobody else can write to the database. */
    private static final int ROWS = 1_000;

    /** For {@link #run}: no pauses. */
    static final CountDownLatch AT_ONCE = new CountDownLatch(0);

    private final Database database;
    private final LatestBindings latest;
    private final List<Path> journals;
    private @Nullable List<LatestBindings.Row> sorted;
    private int done;

    Checkpoint(Database database, LatestBindings latest, List<Path> journals) {
        this.database = database;
        this.latest = latest;
        this.journals = journals;
    }

    /**
     * Writes what is not yet written; may be called again if it fails.
     *
     * @param hurry while this is not zero it takes turns with pauses of the same length, so that it leaves the machine to
     *     those who answer phones
     */
    void run(CountDownLatch hurry) throws SQLException, IOException, InterruptedException {
        long began = System.nanoTime();
        List<LatestBindings.Row> rows = sorted == null ? latest.rows() : sorted;
        sorted = rows;
        while (done < rows.size()) {
            long from = System.nanoTime();
            List<LatestBindings.Row> some = rows.subList(done, Math.min(rows.size(), done + ROWS));
            database.transactDurably(connection -> BindingTable.write(connection, some));
            done += some.size();
            if (done < rows.size()) {
                hurry.await(System.nanoTime() - from, TimeUnit.NANOSECONDS);
            }
        }
        for (Path journal : journals) {
            Files.deleteIfExists(journal);
        }
        log.info(
                "{} bindings went from the journal to the database in {} ms",
                rows.size(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }
}
