package io.switchboard.sip.conference;

/** Told in the lane what happens in the rooms. */
public interface RoomObserver {
    /** Hears nothing. */
    RoomObserver NOBODY = new RoomObserver() {
        @Override
        public void changed(RoomView room) {
            // nobody asks
        }

        @Override
        public void closed(String room) {
            // nobody asks
        }
    };

    /** Something in a room may have changed; a room that was not known before is open now. */
    void changed(RoomView room);

    /** A room is gone. */
    void closed(String room);
}
