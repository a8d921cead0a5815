package io.switchboard.sip.sim;

import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.LaneTimer;
import io.switchboard.sip.lane.TimerWheel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A lane whose clock stands still until it is told to go on. What runs, and in which order, depends on nothing but what
 * was posted. What is thrown in it is kept in {@link #failures()}.
 */
public final class VirtualLane implements Lane {
    private static final long START = 1_000_000;
    private static final long EPOCH = 1_767_225_600_000L; // 2026-01-01T00:00:00Z

    private final TimerWheel wheel = new TimerWheel(START);
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
    private final PriorityQueue<Later> later =
            new PriorityQueue<>(Comparator.comparingLong(Later::at).thenComparingLong(Later::order));
    private final List<Throwable> failures = new ArrayList<>();
    private long now = START;
    private long order;

    @Override
    public long now() {
        return now;
    }

    @Override
    public long wallClock() {
        return EPOCH + now - START;
    }

    /** Always true: a simulation has one thread. */
    @Override
    public boolean inLane() {
        return true;
    }

    @Override
    public void arm(LaneTimer timer, long delayMillis) {
        wheel.arm(timer, now, delayMillis);
    }

    @Override
    public void cancel(LaneTimer timer) {
        wheel.cancel(timer);
    }

    @Override
    public void execute(Runnable work) {
        queue.add(work);
    }

    /** Runs something when the clock is at least this many milliseconds further; not a timer of the lane. */
    public void schedule(long delayMillis, Runnable work) {
        later.add(new Later(now + delayMillis, order++, work));
    }

    /** Runs what is due without moving the clock. */
    public void run() {
        for (Runnable work = queue.poll(); work != null; work = queue.poll()) {
            attempt(work);
        }
    }

    /** Moves the clock on, and runs all that falls due, in order of time. */
    public void advance(long millis) {
        long target = now + millis;
        run();
        while (now < target) {
            // Timers fire in whole ticks; in between only what the network delivers can happen.
            long next = Math.min(target, (now / TimerWheel.TICK_MILLIS + 1) * TimerWheel.TICK_MILLIS);
            deliver(next);
            now = next;
            wheel.advance(now, (timer, failure) -> failures.add(failure));
            run();
        }
    }

    private void deliver(long until) {
        for (Later first = later.peek(); first != null && first.at <= until; first = later.peek()) {
            later.remove();
            now = Math.max(now, first.at);
            attempt(first.work);
            run();
        }
    }

    /**
     * Moves the clock on until there is no timer, nothing posted and nothing scheduled.
     *
     * @param atMostMillis where to give up
     * @return milliseconds that went by
     * @throws AssertionError if there is still work then
     */
    public long runUntilIdle(long atMostMillis) {
        long begin = now;
        run();
        while (!idle()) {
            if (now - begin >= atMostMillis) {
                throw new AssertionError("not idle after " + atMostMillis + " ms: " + wheel.size() + " timers, "
                        + later.size() + " deliveries");
            }
            advance(TimerWheel.TICK_MILLIS);
        }
        return now - begin;
    }

    private boolean idle() {
        return queue.isEmpty() && later.isEmpty() && wheel.size() == 0;
    }

    /** Timers that run. */
    public int timers() {
        return wheel.size();
    }

    /** What was thrown in the lane and caught by nobody; empty in a sound test. */
    public List<Throwable> failures() {
        return failures;
    }

    private void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | AssertionError e) {
            failures.add(e);
        }
    }

    private record Later(long at, long order, Runnable work) {}
}
