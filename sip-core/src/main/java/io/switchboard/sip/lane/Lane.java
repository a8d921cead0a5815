package io.switchboard.sip.lane;

import java.util.concurrent.Executor;

/**
 * A single thread of execution that owns state: calls, transactions and their timers. Work is run in the order in which
 * it was posted; nothing that runs in a lane blocks. Only {@link #execute} may be called from outside the lane.
 */
public interface Lane extends Executor {
    /** Monotonic time in milliseconds, of arbitrary origin. */
    long now();

    /** Wall-clock time in milliseconds since the epoch. */
    long wallClock();

    /** Whether the caller runs in this lane. */
    boolean inLane();

    /**
     * Starts a timer, or starts it afresh if it is running. Cheap: neither allocates nor makes a system call, unless the
     * lane would otherwise sleep past it.
     *
     * @param delayMillis at least 0; the timer fires at this time or up to one tick (10 ms) later, never earlier
     */
    void arm(LaneTimer timer, long delayMillis);

    /** Stops a timer; does nothing if it is not running. */
    void cancel(LaneTimer timer);
}
