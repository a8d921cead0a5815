package io.switchboard.sip.call;

/** Who takes a seat, as the room sees it. Used in the lane alone. */
public interface Guest {
    /** Who it is. */
    Party party();

    /** The Call-ID, for logs. */
    String callId();

    /** URI of its From, as it was sent. */
    String uri();

    /** What its first INVITE asks for. */
    default Arrival arrival() {
        return Arrival.PLAIN;
    }

    /**
     * Sends it away; {@link Seat#left} is told of it.
     *
     * @param status for one who has no final response yet
     * @param reason value of a Reason header, "" for none
     */
    void hangUp(int status, String reason);

    /**
     * What holds from now on, told when it comes in and when that changes.
     *
     * @param muted whether the others do not hear it
     * @param deaf whether it does not hear the others
     */
    default void silenced(boolean muted, boolean deaf) {}

    /** A recording has begun in which it can be heard, or it has come while one runs. */
    default void recordingBegun(String file) {}

    /**
     * A recording that it was told of has ended while it was there.
     *
     * @param millis length of the recording
     * @param goesOn whether another file follows at once
     */
    default void recordingEnded(String file, long millis, boolean goesOn) {}
}
