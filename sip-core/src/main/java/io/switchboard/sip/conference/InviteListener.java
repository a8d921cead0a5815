package io.switchboard.sip.conference;

/** Told what becomes of somebody who is called into a room. Used in the lane alone. */
public interface InviteListener {
    /** Does not care. */
    InviteListener NOBODY = new InviteListener() {
        @Override
        public void ringing() {}

        @Override
        public void concluded(int status) {}
    };

    /** It rings. Told once at most. */
    void ringing();

    /**
     * How it ended. Told once, and last.
     *
     * @param status 200 if it is in the room; else 300 to 699, 487 if it was given up
     */
    void concluded(int status);
}
