package io.switchboard.sip.event;

/** Something that changes, and is watched. Used in the lane alone. */
public interface EventSource {
    /** What a subscriber has that does not say which state it has. */
    long UNKNOWN = -1;

    /** The whole state now. */
    byte[] full();

    /**
     * What a subscriber lacks now: nothing if it is empty, and the whole state where states have no numbers or nobody
     * knows what has changed since.
     *
     * @param version of the state that it has, or {@link #UNKNOWN}
     */
    default byte[] since(long version) {
        return full();
    }

    /**
     * Whether the watcher may see nothing yet, so that {@link #full} is empty: its subscription is pending (RFC 6665
     * section 4.1.3). It is told when that ends.
     */
    default boolean pending() {
        return false;
    }

    /** Tells somebody of changes from now on. */
    void watch(Watcher watcher);

    /** Does not tell it any more; nothing if it was not told. */
    void unwatch(Watcher watcher);

    /** Who is told. */
    interface Watcher {
        /**
         * Something has changed.
         *
         * @param change what has, in the package's own type; may be shared by all watchers
         */
        void changed(byte[] change);

        /**
         * There is nothing more to watch.
         *
         * @param last the last state
         */
        default void ended(byte[] last) {
            ended(last, "noresource");
        }

        /**
         * The watcher sees nothing more.
         *
         * @param last what it sees at the end, empty for nothing
         * @param reason as in Subscription-State (RFC 6665 section 4.1.3)
         */
        void ended(byte[] last, String reason);
    }
}
