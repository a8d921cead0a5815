package io.switchboard.routing;

import java.util.List;

/**
 * Trunks that stand in for each other.
 *
 * @param name its name
 * @param balance in which order members are tried
 * @param members names of trunks, each once
 * @param retryOn statuses after which the next member is tried; a member that cannot be reached counts as 503, one that
 *     does not answer as 408
 * @param attemptTimeoutMillis how long a member may go without any answer but 100 before the next is tried; 0 leaves it
 *     to the transaction's own limit (64*T1)
 */
public record Group(String name, Balance balance, List<String> members, StatusSet retryOn, int attemptTimeoutMillis) {
    /** Orders of members. */
    public enum Balance {
        /** As written: the first that is free. */
        ORDERED,
        /** Each gets its weight's share of the calls, evenly spread. */
        WEIGHTED,
        /** The one with the fewest calls for its weight. */
        LEAST_LOADED
    }

    /** A copy that nobody can change. */
    public Group {
        members = List.copyOf(members);
    }
}
