package io.switchboard.sip.call;

/**
 * How a call or a room is to be recorded.
 *
 * @param channels whether each participant has a channel of its own, 16 at most; else all are mixed in one
 * @param beep whether all hear a beep when it begins
 */
public record RecordingOrder(boolean channels, boolean beep) {
    /** All in one channel, with a beep. */
    public static final RecordingOrder MIXED = new RecordingOrder(false, true);
}
