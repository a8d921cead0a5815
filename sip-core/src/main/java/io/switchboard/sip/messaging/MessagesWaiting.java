package io.switchboard.sip.messaging;

/** How many messages wait for a user; for those who tell him (RFC 3842). Used in the lane. */
public interface MessagesWaiting {
    /** Messages that no device of an address of record has taken yet. */
    int waiting(String aor);

    /** Tells somebody of every change from now on. */
    void watch(Watcher watcher);

    /** Who is told. */
    @FunctionalInterface
    interface Watcher {
        /** As many messages wait for an address of record now. */
        void changed(String aor, int waiting);
    }
}
