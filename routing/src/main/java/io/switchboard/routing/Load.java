package io.switchboard.routing;

/** What balancing needs to know of the moment. It is asked only for trunks and groups that a call may take. */
public interface Load {
    /** Nothing runs, and every group is at its first turn. */
    Load IDLE = new Load() {
        @Override
        public int calls(String trunk) {
            return 0;
        }

        @Override
        public long turn(String group) {
            return 0;
        }
    };

    /** Calls that a trunk carries now, in both directions. */
    int calls(String trunk);

    /**
     * How often a group has been asked for an order before: counts up by one with each call of this method. Every group
     * has a count of its own; with a common one, calls that alternate between two groups would spoil both their shares.
     */
    long turn(String group);
}
