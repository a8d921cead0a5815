package io.switchboard.sip.transport;

import io.switchboard.sip.lane.LaneTimer;

/** A timer that runs an action. */
final class Deadline extends LaneTimer {
    private final Runnable action;

    Deadline(Runnable action) {
        this.action = action;
    }

    @Override
    protected void expired() {
        action.run();
    }
}
