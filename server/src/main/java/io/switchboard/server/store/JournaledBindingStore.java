package io.switchboard.server.store;

import io.switchboard.sip.registrar.Binding;
import io.switchboard.sip.registrar.BindingChange;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bindings in the embedded database behind a journal: a change counts as saved once it stands in the journal on the disk.
 * From there the latest state of each binding is read again and goes to the database from time to time, beside the
 * writer, and at the end.
 * What a killed process left in its journals goes there at the start.
 */
public final class JournaledBindingStore extends GroupCommitStore {
    /**
     * When the journal is brought into the database.
     *
     * @param bytes size of the journal; four times as much is the most that it may have while the database fails
     * @param changes of bindings that stand in it; as well
     * @param after age of its first change
     */
    record Limits(long bytes, int changes, Duration after) {
        static final Limits USUAL = new Limits(64L << 20, 400_000, Duration.ofMinutes(5));
    }

    private static final Logger log = LoggerFactory.getLogger(JournaledBindingStore.class);
    private static final int MOST = 4;
    private static final String SUFFIX = ".journal";

    private final Database database;
    private final Path directory;
    private final Limits limits;
    private final FileChannel owner;
    private final Checkpoints checkpoints = new Checkpoints();
    private final BindingCodec codec = new BindingCodec();
    private BindingJournal journal;
    private int changed;
    private long number;
    private long since = System.nanoTime();
    private long notBefore = System.nanoTime();

    /**
     * Opens the store; what the journals of an earlier process tell is in the database afterwards.
     *
     * @param directory folder for the journals, on a local disk; made where needed
     * @param spacing least time between two forced writes while changes come in: how long a change may wait
     * @throws IOException if the journals cannot be read or written, or another process uses them
     * @throws IllegalStateException if the database cannot be written
     */
    public JournaledBindingStore(Database database, Path directory, Duration spacing) throws IOException {
        this(database, directory, spacing, Limits.USUAL);
    }

    JournaledBindingStore(Database database, Path directory, Duration spacing, Limits limits) throws IOException {
        super(spacing);
        this.database = database;
        this.directory = directory;
        this.limits = limits;
        Files.createDirectories(directory);
        owner = own(directory.resolve("lock"));
        try {
            recover();
            journal = next();
        } catch (IOException | RuntimeException e) {
            owner.close();
            throw e;
        }
        start();
    }

    /** A second process must not take the journals of the first for left over. */
    private static FileChannel own(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw new IOException(file + " is held by another process");
            }
            return channel;
        } catch (IOException | OverlappingFileLockException e) {
            channel.close();
            throw e instanceof IOException io ? io : new IOException(file + " is held by this process", e);
        }
    }

    private void recover() throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.list(directory)) {
            left = files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
        if (left.isEmpty()) {
            return;
        }
        for (Path file : left) {
            String name = file.getFileName().toString();
            number = Math.max(number, Long.parseLong(name.substring(0, name.length() - SUFFIX.length())));
        }
        log.info("the server has left {} journals of bindings", left.size());
        try {
            new Checkpoint(database, left).run(Checkpoint.AT_ONCE);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot bring the journal of bindings into the database", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private BindingJournal next() throws IOException {
        number++;
        return BindingJournal.begin(directory.resolve(String.format("%012d%s", number, SUFFIX)));
    }

    @Override
    public List<Binding> load(long nowMillis) {
        return database.bindings(nowMillis);
    }

    @Override
    void commit(List<BindingChange> changes) throws IOException {
        if (journal.size() > MOST * limits.bytes() || changed > MOST * limits.changes()) {
            throw new IOException("the journal of bindings is full, for the database has failed for long");
        }
        codec.clear(BindingJournal.HEADER);
        for (BindingChange change : changes) {
            codec.append(change);
        }
        journal.append(codec.bytes(), codec.length());
        if (changed == 0) {
            since = System.nanoTime();
        }
        for (BindingChange change : changes) {
            changed += change.saved().size() + change.removed().size();
        }
    }

    @Override
    long maintain() {
        if (changed == 0) {
            return Long.MAX_VALUE;
        }
        long now = System.nanoTime();
        boolean large = journal.size() >= limits.bytes() || changed >= limits.changes();
        long wait = Math.max(large ? 0 : limits.after().toNanos() - (now - since), notBefore - now);
        if (wait > 0) {
            return wait;
        }
        if (checkpoints.unfinished()) {
            return TimeUnit.SECONDS.toNanos(1);
        }
        BindingJournal full = journal;
        try {
            journal = next();
        } catch (IOException e) {
            log.error("a new journal of bindings cannot be begun; the old one goes on", e);
            notBefore = now + TimeUnit.SECONDS.toNanos(5);
            return maintain();
        }
        changed = 0;
        try {
            full.close();
        } catch (IOException e) {
            log.warn("the old journal of bindings was not closed well", e);
        }
        checkpoints.begin(new Checkpoint(database, List.of(full.file())));
        return Long.MAX_VALUE;
    }

    /** Stores what waits, brings the journal into the database, and stops. The database stays open. */
    @Override
    public void close() {
        super.close();
        if (!ended()) {
            return; // it hangs in a write; its journals are read at the next start
        }
        boolean empty = checkpoints.finish(new Checkpoint(database, List.of(journal.file())));
        try {
            journal.close();
            owner.close();
        } catch (IOException e) {
            log.warn("the journal of bindings was not closed well", e);
        }
        if (!empty) {
            log.error("bindings stay in the journal until the next start, for the database fails");
        }
    }
}
