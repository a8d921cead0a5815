package io.switchboard.sip.call;

import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.LaneTimer;
import io.switchboard.sip.message.Reason;
import java.util.List;

/** The graceful stop of a lane's calls: they have a while to end by themselves, then BYE ends them. */
final class Draining extends LaneTimer {
    private static final long FOR_BYE_MILLIS = 5000;

    private final Lane lane;
    private final List<Call> running;
    private final Runnable done;
    private boolean told;
    private boolean finished;

    /**
     * Not begun yet.
     *
     * @param running the calls that there are; no further ones begin
     * @param done run in the lane when none is left, or 5 s after the last were told to end
     */
    Draining(Lane lane, List<Call> running, Runnable done) {
        this.lane = lane;
        this.running = running;
        this.done = done;
    }

    void begin(long millis) {
        if (running.isEmpty()) {
            finish();
        } else {
            lane.arm(this, millis);
        }
    }

    /** No call is left. */
    void finish() {
        if (!finished) {
            finished = true;
            lane.cancel(this);
            lane.execute(done);
        }
    }

    @Override
    protected void expired() {
        if (told) {
            finish();
            return;
        }
        told = true;
        lane.arm(this, FOR_BYE_MILLIS);
        for (Call call : running) {
            call.abort(503, Reason.of(503, "Server is stopping")); // does nothing to one that has ended
        }
    }
}
