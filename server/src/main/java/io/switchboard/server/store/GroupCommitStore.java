package io.switchboard.server.store;

import io.switchboard.sip.registrar.BindingChange;
import io.switchboard.sip.registrar.BindingStore;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store whose one writer thread commits in groups, so that a storm of registrations costs few forced writes. A change
 * that finds the writer at rest is committed at once. Two groups do not begin closer to each other than a fixed time:
 * what is saved meanwhile shares the next one, and wakes nobody. While commits fail, changes are refused at once, and it
 * is tried again with growing pauses.
 */
public abstract class GroupCommitStore implements BindingStore, AutoCloseable {
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

    private static final Logger log = LoggerFactory.getLogger(GroupCommitStore.class);
    /** Changes of one group. */
    private static final int BATCH = 1_000;

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final long CLOSE_SECONDS = 10;

    private record Pending(BindingChange change, Executor lane, Consumer<Outcome> done) {}

    private final long spacingNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private List<Pending> waiting = new ArrayList<>();
    private boolean idle;
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final Thread writer;
    private volatile int queued;
    private volatile State state = State.RUNNING;
    private volatile boolean closing;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private long pauseEnds;

    /** @param spacing least time between the beginnings of two groups; zero for none */
    GroupCommitStore(Duration spacing) {
        this.spacingNanos = spacing.toNanos();
        this.writer = Thread.ofPlatform().name("store-writer").daemon().unstarted(this::run);
    }

    /** Starts the writer; last in a constructor. */
    final void start() {
        writer.start();
    }

    /** Makes changes durable in their order, all or none. In the writer. */
    abstract void commit(List<BindingChange> changes) throws IOException, SQLException;

    /**
     * Looks after what is not urgent, in the writer, after each group and when the time that it asked for is over.
     *
     * @return nanoseconds after which it is to be called again, though nothing is saved
     */
    long maintain() {
        return Long.MAX_VALUE;
    }

    @Override
    public final void save(BindingChange change, Executor lane, Consumer<Outcome> done) {
        boolean refused;
        boolean wake = false;
        lock.lock();
        try {
            refused = closing || waiting.size() == QUEUE_CAPACITY;
            if (!refused) {
                waiting.add(new Pending(change, lane, done));
                queued = waiting.size();
                wake = idle || queued == BATCH;
                idle = false;
            }
        } finally {
            lock.unlock();
        }
        if (wake) {
            LockSupport.unpark(writer);
        }
        if (refused) {
            failures.incrementAndGet();
            lane.execute(() -> done.accept(Outcome.FAILED));
        }
    }

    private void run() {
        long wait = Long.MAX_VALUE;
        while (true) {
            List<Pending> group = take(System.nanoTime(), wait);
            long began = System.nanoTime();
            if (!group.isEmpty()) {
                finish(group, commitOrFail(group));
            } else if (closing) {
                return;
            }
            wait = maintained();
            rest(began);
        }
    }

    /** Waits until there is something to do, and gives it; nothing if the time is over or the store closes. */
    private List<Pending> take(long from, long nanos) {
        while (true) {
            lock.lock();
            try {
                boolean over = System.nanoTime() - from >= nanos;
                idle = waiting.isEmpty() && !closing && !over;
                if (!idle) {
                    return next();
                }
            } finally {
                lock.unlock();
            }
            if (nanos == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, nanos - (System.nanoTime() - from));
            }
        }
    }

    private List<Pending> next() {
        List<Pending> group = waiting;
        if (group.size() <= BATCH) {
            waiting = new ArrayList<>(Math.max(16, group.size()));
        } else {
            waiting = new ArrayList<>(group.subList(BATCH, group.size()));
            group.subList(BATCH, group.size()).clear();
        }
        queued = waiting.size();
        return group;
    }

    private void rest(long began) {
        long left = spacingNanos;
        while (left > 0 && queued < BATCH && !closing) {
            LockSupport.parkNanos(this, left);
            left = began + spacingNanos - System.nanoTime();
        }
    }

    private long maintained() {
        try {
            return maintain();
        } catch (RuntimeException e) {
            log.error("the store could not be looked after", e);
            return Long.MAX_VALUE;
        }
    }

    private Outcome commitOrFail(List<Pending> group) {
        if (state == State.FAILING && System.nanoTime() < pauseEnds) {
            return Outcome.FAILED;
        }
        List<BindingChange> changes = new ArrayList<>(group.size());
        for (Pending pending : group) {
            changes.add(pending.change());
        }
        try {
            commit(changes);
            commits.incrementAndGet();
            if (state == State.FAILING) {
                log.info("the store works again");
            }
            state = State.RUNNING;
            pauseMillis = FIRST_PAUSE_MILLIS;
            return Outcome.SAVED;
        } catch (IOException | SQLException | RuntimeException e) {
            log.error("the store failed to commit {} changes; next try in {} ms", changes.size(), pauseMillis, e);
            state = State.FAILING;
            pauseEnds = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis);
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
            return Outcome.FAILED;
        }
    }

    /** Tells each lane once of all its changes. */
    private void finish(List<Pending> group, Outcome outcome) {
        if (outcome == Outcome.FAILED) {
            failures.addAndGet(group.size());
        }
        IdentityHashMap<Executor, List<Consumer<Outcome>>> byLane = new IdentityHashMap<>(2);
        for (Pending pending : group) {
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
    public final State state() {
        return state;
    }

    /** Changes that wait for a commit. */
    public final int queued() {
        return queued;
    }

    /** Groups committed since the start. */
    public final long commits() {
        return commits.get();
    }

    /** Changes refused since the start. */
    public final long failures() {
        return failures.get();
    }

    /** Whether the writer has ended. */
    final boolean ended() {
        return !writer.isAlive();
    }

    /** Stores what waits, for at most ten seconds, and stops. The database stays open. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
        } finally {
            lock.unlock();
        }
        LockSupport.unpark(writer);
        try {
            if (!writer.join(Duration.ofSeconds(CLOSE_SECONDS))) {
                log.error("the store stopped with {} changes unsaved", queued);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        state = State.STOPPED;
        List<Pending> left;
        lock.lock();
        try {
            left = waiting;
            waiting = new ArrayList<>();
        } finally {
            lock.unlock();
        }
        if (!left.isEmpty()) {
            finish(left, Outcome.FAILED);
        }
    }
}
