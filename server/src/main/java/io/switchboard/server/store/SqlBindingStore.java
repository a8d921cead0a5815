package io.switchboard.server.store;

import io.switchboard.sip.registrar.Binding;
import io.switchboard.sip.registrar.BindingChange;
import io.switchboard.sip.registrar.BindingStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bindings in an SQL table. One writer thread commits in groups: what is saved within a few milliseconds shares one
 * transaction, so that a storm of registrations costs few forced writes. While the database fails, changes are refused
 * at once and it is tried again with growing pauses.
 */
public final class SqlBindingStore implements BindingStore, AutoCloseable {
    /** What the writer is doing. */
    public enum State {
        /** Commits succeed. */
        RUNNING,
        /** The last commit failed; changes are refused until the pause is over. */
        FAILING,
        /** Closed. */
        STOPPED
    }

    /** Changes that may wait; beyond that they are refused. */
    public static final int QUEUE_CAPACITY = 65_536;

    private static final Logger log = LoggerFactory.getLogger(SqlBindingStore.class);
    private static final int BATCH = 1_000;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private record Pending(BindingChange change, Executor lane, Consumer<Outcome> done) {}

    private final Database database;
    private final long lingerNanos;
    private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final Thread writer;
    private volatile State state = State.RUNNING;
    private volatile boolean closing;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private long pauseEnds;

    /**
     * A store that runs until it is closed.
     *
     * @param linger how long the first change of a group waits for others; a few milliseconds, zero for none
     */
    public SqlBindingStore(Database database, Duration linger) {
        this.database = database;
        this.lingerNanos = linger.toNanos();
        this.writer = Thread.ofPlatform().name("store-writer").daemon().start(this::run);
    }

    @Override
    public List<Binding> load(long nowMillis) {
        try (Connection connection = database.connection()) {
            return BindingTable.load(connection, nowMillis);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the bindings from the store", e);
        }
    }

    @Override
    public void save(BindingChange change, Executor lane, Consumer<Outcome> done) {
        if (closing || !queue.offer(new Pending(change, lane, done))) {
            failures.incrementAndGet();
            lane.execute(() -> done.accept(Outcome.FAILED));
        }
    }

    private void run() {
        List<Pending> batch = new ArrayList<>(BATCH);
        while (!(closing && queue.isEmpty())) {
            batch.clear();
            try {
                collect(batch);
                if (!batch.isEmpty()) {
                    finish(batch, commit(batch));
                }
            } catch (InterruptedException e) {
                finish(batch, Outcome.FAILED); // only close() interrupts, when its patience is over
                return;
            }
        }
    }

    private void collect(List<Pending> batch) throws InterruptedException {
        Pending first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
            return;
        }
        batch.add(first);
        long end = System.nanoTime() + lingerNanos;
        queue.drainTo(batch, BATCH - batch.size());
        while (batch.size() < BATCH) {
            long left = end - System.nanoTime();
            Pending more = left <= 0 ? null : queue.poll(left, TimeUnit.NANOSECONDS);
            if (more == null) {
                return;
            }
            batch.add(more);
            queue.drainTo(batch, BATCH - batch.size());
        }
    }

    private Outcome commit(List<Pending> batch) {
        if (state == State.FAILING && System.nanoTime() < pauseEnds) {
            return Outcome.FAILED;
        }
        List<BindingChange> changes = new ArrayList<>(batch.size());
        for (Pending pending : batch) {
            changes.add(pending.change());
        }
        try (Connection connection = database.connection()) {
            transact(connection, changes);
            commits.incrementAndGet();
            if (state == State.FAILING) {
                log.info("the store works again");
            }
            state = State.RUNNING;
            pauseMillis = FIRST_PAUSE_MILLIS;
            return Outcome.SAVED;
        } catch (SQLException | RuntimeException e) {
            log.error("the store failed to commit {} changes; next try in {} ms", changes.size(), pauseMillis, e);
            state = State.FAILING;
            pauseEnds = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis);
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
            return Outcome.FAILED;
        }
    }

    private static void transact(Connection connection, List<BindingChange> changes) throws SQLException {
        connection.setAutoCommit(false);
        try {
            BindingTable.apply(connection, changes);
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        }
    }

    /** Tells each lane once of all its changes. */
    private void finish(List<Pending> batch, Outcome outcome) {
        if (outcome == Outcome.FAILED) {
            failures.addAndGet(batch.size());
        }
        IdentityHashMap<Executor, List<Consumer<Outcome>>> byLane = new IdentityHashMap<>();
        for (Pending pending : batch) {
            byLane.computeIfAbsent(pending.lane(), lane -> new ArrayList<>()).add(pending.done());
        }
        byLane.forEach((lane, done) -> {
            try {
                lane.execute(() -> tell(done, outcome));
            } catch (RejectedExecutionException e) {
                log.warn("{} results of the store reached no lane: it has stopped", done.size());
            }
        });
    }

    private static void tell(List<Consumer<Outcome>> done, Outcome outcome) {
        for (Consumer<Outcome> each : done) {
            try {
                each.accept(outcome);
            } catch (RuntimeException e) {
                log.error("a result of the store was not taken", e); // the others still have to be told
            }
        }
    }

    /** What the writer is doing. */
    public State state() {
        return state;
    }

    /** Changes that wait for a commit. */
    public int queued() {
        return queue.size();
    }

    /** Transactions committed since the start. */
    public long commits() {
        return commits.get();
    }

    /** Changes refused since the start. */
    public long failures() {
        return failures.get();
    }

    /** Stores what waits, for at most ten seconds, and stops. The database stays open. */
    @Override
    public void close() {
        closing = true;
        try {
            if (!writer.join(Duration.ofSeconds(10))) {
                writer.interrupt();
                log.error("the store stopped with {} changes unsaved", queue.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        state = State.STOPPED;
        @Nullable Pending left;
        while ((left = queue.poll()) != null) {
            finish(List.of(left), Outcome.FAILED);
        }
    }
}
