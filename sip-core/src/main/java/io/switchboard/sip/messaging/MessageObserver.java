package io.switchboard.sip.messaging;

/** Told in the lane what becomes of messages for users; not of those that are for the moment only. */
public interface MessageObserver {
    /** Hears nothing. */
    MessageObserver NOBODY = new MessageObserver() {
        @Override
        public void kept(Letter letter) {
            // nobody asks
        }

        @Override
        public void delivered(Letter letter) {
            // nobody asks
        }

        @Override
        public void died(Letter letter, int status) {
            // nobody asks
        }
    };

    /** A message is on the disk and waits, and its sender was told so. */
    void kept(Letter letter);

    /** The first of its reader's devices has taken a message. */
    void delivered(Letter letter);

    /**
     * A message that was kept is given up.
     *
     * @param status what the devices said, 0 if its time was over
     */
    void died(Letter letter, int status);
}
