package io.switchboard.sip.call;

import io.switchboard.sip.lane.LaneTimer;

/** How long the current step of a call's plan may stay silent, then how long it may ring. */
final class RingTimer extends LaneTimer {
    private final Call call;
    private long ringMillis;

    RingTimer(Call call) {
        this.call = call;
    }

    void begin(DialStep step) {
        boolean silence = step.progressMillis() > 0 && step.progressMillis() < step.ringMillis();
        ringMillis = silence ? step.ringMillis() : 0;
        call.calls.lane.arm(this, silence ? step.progressMillis() : step.ringMillis());
    }

    /** Somebody said more than 100. */
    void progress() {
        if (ringMillis > 0) {
            call.calls.lane.arm(this, ringMillis);
            ringMillis = 0;
        }
    }

    @Override
    protected void expired() {
        try {
            call.tell(new CallEvent.StepTimedOut());
        } catch (RuntimeException e) {
            call.crashed(e);
        }
    }
}
