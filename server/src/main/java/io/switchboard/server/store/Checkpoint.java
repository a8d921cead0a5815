package io.switchboard.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads some journals, brings what they tell into the database, and deletes them. Until they are deleted everything
 * stands in them, and to carry it out again changes nothing: it may be interrupted at any moment.
 */
final class Checkpoint {
    private static final Logger log = LoggerFactory.getLogger(Checkpoint.class);
    /** Rows of one transaction: some tens of milliseconds, in which nobody else can write to the database. */
    private static final int ROWS = 1_000;
    /** Bindings that are in memory at a time, more or less; of these only the latest state is written. */
    private static final int PORTION = 100_000;

    /** For {@link #run}: no pauses. */
    static final CountDownLatch AT_ONCE = new CountDownLatch(0);

    private final Database database;
    private final List<Path> journals;
    private final int portion;
    private int file;
    private JournalReader.Place place = JournalReader.Place.BEGINNING;
    private List<LatestBindings.Row> rows = List.of();
    private int done;
    private int written;

    Checkpoint(Database database, List<Path> journals) {
        this(database, journals, PORTION);
    }

    /** @param portion bindings that are in memory at a time */
    Checkpoint(Database database, List<Path> journals, int portion) {
        this.database = database;
        this.journals = journals;
        this.portion = portion;
    }

    /**
     * Writes what is not yet written; may be called again if it fails.
     *
     * @param hurry while this is not zero it takes turns with pauses of the same length, so that it leaves the machine to
     *     those who answer phones
     * @throws IOException if a journal cannot be read, or is none that this version understands
     */
    void run(CountDownLatch hurry) throws SQLException, IOException, InterruptedException {
        long began = System.nanoTime();
        while (done < rows.size() || read()) {
            long from = System.nanoTime();
            List<LatestBindings.Row> some = rows.subList(done, Math.min(rows.size(), done + ROWS));
            database.transactDurably(connection -> BindingTable.write(connection, some));
            done += some.size();
            written += some.size();
            if (done < rows.size()) {
                hurry.await(System.nanoTime() - from, TimeUnit.NANOSECONDS);
            }
        }
        for (Path journal : journals) {
            Files.deleteIfExists(journal);
        }
        log.info(
                "{} bindings went from the journal to the database in {} ms",
                written,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }

    /** Reads the next portion; false if all has been read. */
    private boolean read() throws IOException {
        LatestBindings latest = new LatestBindings();
        int next = file;
        JournalReader.Place from = place;
        while (next < journals.size() && latest.size() < portion) {
            try (JournalReader reader = new JournalReader(journals.get(next), from)) {
                while (latest.size() < portion && reader.next(latest)) {}
                from = reader.place();
            }
            if (latest.size() < portion) {
                next++;
                from = JournalReader.Place.BEGINNING;
            }
        }
        file = next;
        place = from;
        rows = latest.rows();
        done = 0;
        return !rows.isEmpty();
    }
}
