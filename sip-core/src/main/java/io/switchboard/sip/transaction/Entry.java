package io.switchboard.sip.transaction;

import io.switchboard.sip.lane.LaneTimer;

/**
 * A transaction in its table. It is its own timer: of its two clocks, the next retransmission (A, E, G) and the end of
 * its state (B, D, F, H, I, J, K, L, M), the earlier one is armed. It is also what the transports run when a message
 * could not be sent.
 */
abstract class Entry extends LaneTimer implements Runnable {
    private static final long NEVER = Long.MAX_VALUE;

    final Transactions layer;
    final long key;
    private long deadline = NEVER;
    private int interval;

    Entry(Transactions layer, long key) {
        this.layer = layer;
        this.key = key;
    }

    /**
     * Starts both clocks anew.
     *
     * @param retransmit milliseconds to the first retransmission, 0 for none
     * @param timeout milliseconds to the end of the state
     */
    final void start(int retransmit, int timeout) {
        deadline = layer.lane.now() + timeout;
        interval = retransmit;
        arm();
    }

    /** Sets the interval to the next retransmission, counted from now. */
    final void retransmitIn(int millis) {
        interval = millis;
        arm();
    }

    /**
     * Doubles the interval between retransmissions.
     *
     * @param longest milliseconds that it does not exceed
     */
    final void backOff(int longest) {
        retransmitIn(Math.min(interval * 2, longest));
    }

    /** Stops both clocks. */
    final void stop() {
        deadline = NEVER;
        interval = 0;
        layer.lane.cancel(this);
    }

    private void arm() {
        long left = deadline - layer.lane.now();
        layer.lane.arm(this, interval > 0 && interval < left ? interval : left);
    }

    @Override
    protected final void expired() {
        if (layer.lane.now() >= deadline) {
            timeout();
        } else {
            retransmit();
        }
    }

    @Override
    public final void run() {
        if (layer.sending()) {
            layer.lane.execute(this); // known at once: the user hears of it after its own call has returned
        } else {
            transportError();
        }
    }

    /** It is time to send again. */
    abstract void retransmit();

    /** The state's time is over. */
    abstract void timeout();

    /** What was sent last did not leave. */
    abstract void transportError();
}
