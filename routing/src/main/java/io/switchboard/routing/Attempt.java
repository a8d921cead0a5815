package io.switchboard.routing;

/** One thing to dial, with everything filled in. */
public sealed interface Attempt {
    /** Position in the route's chain of targets; members of one group share it. */
    int element();

    /**
     * All bindings of a local user.
     *
     * @param user name of the account
     * @param callerNumber the caller's number after the route's change; equal to the query's if it has none
     */
    record User(int element, String user, String callerNumber) implements Attempt {}

    /**
     * A trunk.
     *
     * @param trunk its name
     * @param number user part to send in the Request-URI, in the trunk's form
     * @param callerNumber the caller's number, in the trunk's form
     * @param timeoutMillis how long to wait for an answer other than 100; 0 leaves it to the transaction
     * @param retryOn statuses after which the group's next member is tried
     */
    record Trunk(int element, String trunk, String number, String callerNumber, int timeoutMillis, StatusSet retryOn)
            implements Attempt {}

    /** A conference room of this server. */
    record Conference(int element, String room) implements Attempt {}

    /** A new conference room, made by a factory. */
    record ConferenceFactory(int element, String factory) implements Attempt {}

    /** In short: {@code trunk:carrier-a +31201234567}. */
    default String describe() {
        return switch (this) {
            case User a -> "user:" + a.user();
            case Trunk a -> "trunk:" + a.trunk() + " " + a.number();
            case Conference a -> "conference:" + a.room();
            case ConferenceFactory a -> "conference-factory:" + a.factory();
        };
    }
}
