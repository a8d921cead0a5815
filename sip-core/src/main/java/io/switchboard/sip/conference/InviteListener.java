package io.switchboard.sip.conference;

import io.switchboard.sip.call.Seating;

/** Told what becomes of somebody who is called into a room; 487 if it was given up. Used in the lane alone. */
public interface InviteListener extends Seating.Progress {
    /** Does not care. */
    InviteListener NOBODY = new InviteListener() {
        @Override
        public void ringing() {}

        @Override
        public void concluded(int status) {}
    };
}
