package io.switchboard.server.store;

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
public abstract class GroupCommit<C> implements AutoCloseable {
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

    private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);
    /** Changes of one group. */
    private static final int BATCH = 1_000;

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final long CLOSE_SECONDS = 10;

    private record Pending<C>(C change, Executor lane, Consumer<Boolean> done) {}

    private final long spacingNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private List<Pending<C>> waiting = new ArrayList<>();
    private boolean idle;
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final Thread writer;
    private volatile int queued;
    private volatile State state = State.RUNNING;
    private volatile boolean closing;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private long pauseEnds;

    /**
     * A group commit whose writer does not run yet.
     *
     * @param name of its thread
     * @param spacing least time between the beginnings of two groups; zero for none
     */
    GroupCommit(String name, Duration spacing) {
        this.spacingNanos = spacing.toNanos();
        this.writer = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    /** Starts the writer; last in a constructor. */
    final void start() {
        writer.start();
    }

    /** Makes changes durable in their order, all or none but for {@link #refused}. In the writer. */
    abstract void commit(List<C> changes) throws IOException, SQLException;

    /**
     * Looks after what is not urgent, in the writer, after each group and when the time that it asked for is over.
     *
     * @return nanoseconds after which it is to be called again, though nothing is saved
     */
    long maintain() {
        return Long.MAX_VALUE;
    }

    /**
     * Makes a change durable, in the order of the calls. Returns at once.
     *
     * @param lane where {@code done} is run
     * @param done told exactly once whether it is durable, unless the lane takes no more work
     */
    final void submit(C change, Executor lane, Consumer<Boolean> done) {
        boolean refused;
        boolean wake = false;
        lock.lock();
        try {
            refused = closing || waiting.size() == QUEUE_CAPACITY;
            if (!refused) {
                waiting.add(new Pending<>(change, lane, done));
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
            lane.execute(() -> done.accept(false));
        }
    }

    private void run() {
        long wait = Long.MAX_VALUE;
        while (true) {
            List<Pending<C>> group = take(System.nanoTime(), wait);
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
    private List<Pending<C>> take(long from, long nanos) {
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

    private List<Pending<C>> next() {
        List<Pending<C>> group = waiting;
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

    private boolean commitOrFail(List<Pending<C>> group) {
        if (state == State.FAILING && System.nanoTime() < pauseEnds) {
            return false;
        }
        List<C> changes = new ArrayList<>(group.size());
        for (Pending<C> pending : group) {
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
            return true;
        } catch (IOException | SQLException | RuntimeException e) {
            log.error("the store failed to commit {} changes; next try in {} ms", changes.size(), pauseMillis, e);
            state = State.FAILING;
            pauseEnds = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis);
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
            return false;
        }
    }

    /** Tells each lane once of all its changes. */
    private void finish(List<Pending<C>> group, boolean well) {
        if (!well) {
            failures.addAndGet(group.size());
        }
        IdentityHashMap<Executor, List<Consumer<Boolean>>> byLane = new IdentityHashMap<>(2);
        for (Pending<C> pending : group) {
            byLane.computeIfAbsent(pending.lane(), lane -> new ArrayList<>()).add(pending.done());
        }
        byLane.forEach((lane, done) -> {
            try {
                lane.execute(() -> tell(done, well));
            } catch (RejectedExecutionException e) {
                log.warn("{} results of the store reached no lane: it has stopped", done.size());
            }
        });
    }

    private static void tell(List<Consumer<Boolean>> done, boolean well) {
        for (Consumer<Boolean> each : done) {
            try {
                each.accept(well);
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

    /** Counts a change of a group that was left out of it. */
    final void refused() {
        failures.incrementAndGet();
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
        List<Pending<C>> left;
        lock.lock();
        try {
            left = waiting;
            waiting = new ArrayList<>();
        } finally {
            lock.unlock();
        }
        if (!left.isEmpty()) {
            finish(left, false);
        }
    }
}
