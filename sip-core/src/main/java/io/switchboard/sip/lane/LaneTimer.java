package io.switchboard.sip.lane;

import org.jspecify.annotations.Nullable;

/**
 * A timer that is its own entry in a lane's {@link TimerWheel}: extend it (or hold one per purpose) and arm it as often
 * as needed. Touched only inside its lane.
 */
public abstract class LaneTimer {
    @Nullable LaneTimer next;

    @Nullable LaneTimer previous;

    long deadlineTick;
    int slot = -1;

    /** Whether the timer runs. */
    public final boolean armed() {
        return slot >= 0;
    }

    /** Called in the lane when the time is over; the timer is no longer armed then, and may be armed again here. */
    protected abstract void expired();
}
