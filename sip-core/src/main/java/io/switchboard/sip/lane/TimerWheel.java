package io.switchboard.sip.lane;

import org.jspecify.annotations.Nullable;

/**
 * Hashed timer wheel of intrusive entries: arming, re-arming and cancelling take constant time and allocate nothing.
 * Timers further away than one turn stay in their slot and are passed over until their turn comes. Not thread-safe: a
 * wheel belongs to one lane.
 */
public final class TimerWheel {
    /** Length of a tick in milliseconds. */
    public static final int TICK_MILLIS = 10;

    private static final int SLOTS = 4096;
    private static final int MASK = SLOTS - 1;

    private final @Nullable LaneTimer[] slots = new @Nullable LaneTimer[SLOTS];
    /** A bit for each slot that holds a timer. */
    private final long[] occupied = new long[SLOTS / Long.SIZE];

    private long tick;
    private int size;
    private @Nullable LaneTimer cursor;

    /** A wheel that starts at the given time in milliseconds. */
    public TimerWheel(long nowMillis) {
        this.tick = nowMillis / TICK_MILLIS;
    }

    /** Number of timers that run. */
    public int size() {
        return size;
    }

    /**
     * Starts a timer, or moves it if it runs already.
     *
     * @return the tick at which it fires, counted from time 0
     */
    public long arm(LaneTimer timer, long nowMillis, long delayMillis) {
        cancel(timer);
        // The tick after the deadline, so that a timer never fires early.
        long at = Math.max(tick, (nowMillis + Math.max(0, delayMillis)) / TICK_MILLIS) + 1;
        timer.deadlineTick = at;
        int slot = (int) (at & MASK);
        timer.slot = slot;
        LaneTimer head = slots[slot];
        timer.next = head;
        if (head != null) {
            head.previous = timer;
        }
        slots[slot] = timer;
        occupied[slot / Long.SIZE] |= 1L << slot;
        size++;
        return at;
    }

    /** Stops a timer if it runs. */
    @SuppressWarnings("ReferenceEquality") // timers have identity
    public void cancel(LaneTimer timer) {
        if (timer.slot < 0) {
            return;
        }
        if (cursor == timer) {
            cursor = timer.next;
        }
        LaneTimer before = timer.previous;
        LaneTimer after = timer.next;
        if (before == null) {
            slots[timer.slot] = after;
            if (after == null) {
                occupied[timer.slot / Long.SIZE] &= ~(1L << timer.slot);
            }
        } else {
            before.next = after;
        }
        if (after != null) {
            after.previous = before;
        }
        timer.next = null;
        timer.previous = null;
        timer.slot = -1;
        size--;
    }

    /** Fires every timer whose time is over at the given time. A timer that throws does not stop the others. */
    public void advance(long nowMillis, FailureHandler failures) {
        long target = nowMillis / TICK_MILLIS;
        while (tick < target) {
            long next = nextTick();
            if (next < 0 || next > target) {
                tick = target;
                return;
            }
            tick = next;
            // The cursor is moved on by cancel() when a firing timer cancels the one that comes next.
            cursor = slots[(int) (tick & MASK)];
            while (cursor != null) {
                LaneTimer timer = cursor;
                cursor = timer.next;
                if (timer.deadlineTick <= tick) {
                    cancel(timer);
                    try {
                        timer.expired();
                    } catch (RuntimeException | Error e) {
                        failures.failed(timer, e);
                    }
                }
            }
        }
    }

    /**
     * The next tick at which a timer may fire, counted from time 0; -1 without timers. Of timers further away than one
     * turn it may be a tick at which they are passed over.
     */
    public long nextTick() {
        int from = (int) ((tick + 1) & MASK);
        for (int i = 0; i <= occupied.length; i++) {
            int word = (from / Long.SIZE + i) % occupied.length;
            // The word of the beginning is looked at twice: first from there on, at last what is before.
            long bits = occupied[word] & (i == 0 ? -1L << from : i == occupied.length ? ~(-1L << from) : -1L);
            if (bits != 0) {
                int slot = word * Long.SIZE + Long.numberOfTrailingZeros(bits);
                return tick + 1 + ((slot - from) & MASK);
            }
        }
        return -1;
    }

    /** Time in milliseconds at which the next tick with work may be due; for a virtual clock. -1 without timers. */
    public long nextDeadlineMillis() {
        if (size == 0) {
            return -1;
        }
        long best = Long.MAX_VALUE;
        for (LaneTimer head : slots) {
            for (LaneTimer t = head; t != null; t = t.next) {
                best = Math.min(best, t.deadlineTick);
            }
        }
        return best * TICK_MILLIS;
    }

    /** Told of a timer that threw. */
    @FunctionalInterface
    public interface FailureHandler {
        /** The timer's {@code expired} threw. */
        void failed(LaneTimer timer, Throwable failure);
    }
}
