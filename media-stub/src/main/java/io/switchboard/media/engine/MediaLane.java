package io.switchboard.media.engine;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One thread that reads sockets, mixes rooms and sends. Every 5 ms it turns a quarter of its rooms, each room so every
 * 20 ms; the moments are fixed from the start by the monotonic clock, so that nothing adds up. Without rooms it rests.
 */
final class MediaLane implements Executor {
    /** Between two turns of a room. */
    static final long FRAME_NANOS = 20_000_000L;

    private static final int PHASES = 4;
    private static final long STEP_NANOS = FRAME_NANOS / PHASES;
    private static final long LATE_NANOS = 5_000_000L;
    private static final long GIVEN_UP_NANOS = 500_000_000L;

    private final EventLoop loop;
    private final Tally tally;
    private final List<List<Room>> phases = new ArrayList<>();
    private final List<SharedSocket> shared = new ArrayList<>();
    private final AtomicInteger load = new AtomicInteger();
    private int rooms;
    private int step;
    private long deadline;
    private boolean ticking;

    MediaLane(EventLoop loop, Tally tally) {
        this.loop = loop;
        this.tally = tally;
        for (int i = 0; i < PHASES; i++) {
            phases.add(new ArrayList<>());
        }
    }

    EventLoop loop() {
        return loop;
    }

    /** Participants on this lane, counted as soon as they are ordered. */
    AtomicInteger load() {
        return load;
    }

    boolean inLane() {
        return loop.inEventLoop();
    }

    /** @throws RejectedExecutionException after the engine was closed */
    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /** Sockets that are flushed after each turn. */
    void flushes(SharedSocket socket) {
        shared.add(socket);
    }

    void add(Room room) {
        List<Room> least = phases.get(0);
        for (List<Room> phase : phases) {
            least = phase.size() < least.size() ? phase : least;
        }
        least.add(room);
        rooms++;
        if (!ticking) {
            ticking = true;
            deadline = System.nanoTime() + STEP_NANOS;
            schedule(STEP_NANOS);
        }
    }

    void remove(Room room) {
        for (List<Room> phase : phases) {
            if (phase.remove(room)) {
                rooms--;
            }
        }
    }

    private void schedule(long delay) {
        @SuppressWarnings("unused") // a lane that is shut down ticks no more
        var future = loop.schedule(this::tick, Math.max(0, delay), TimeUnit.NANOSECONDS);
    }

    private void tick() {
        long now = System.nanoTime();
        if (now - deadline > LATE_NANOS) {
            tally.lateTicks.increment();
        }
        List<Room> turn = phases.get(step);
        for (int i = turn.size() - 1; i >= 0; i--) {
            turn.get(i).tick(now);
        }
        if (!turn.isEmpty()) {
            for (int i = 0; i < shared.size(); i++) {
                shared.get(i).flush();
            }
        }
        step = (step + 1) % PHASES;
        deadline += STEP_NANOS;
        if (rooms == 0) {
            ticking = false;
            return;
        }
        long after = System.nanoTime();
        if (after - deadline > GIVEN_UP_NANOS) {
            deadline = after; // the machine slept: nobody waits for the sound of that time
        }
        schedule(deadline - after);
    }
}
