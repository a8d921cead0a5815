package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;

/**
 * Destinations that ring together, or a room that the caller is taken into, which may have to be made for it.
 *
 * @param destinations at least one; none for a room
 * @param ringMillis how long they may take to answer, more than 0
 * @param progressMillis how long they may take to say more than 100, 0 for as long as they may ring
 * @param next which step follows a failure
 * @param room where the caller gets a {@link Seat}; empty for destinations
 * @param made whether it is a factory of rooms, which makes one
 */
public record DialStep(
        ImmutableList<Destination> destinations,
        long ringMillis,
        long progressMillis,
        Next next,
        String room,
        boolean made) {
    /** Destinations that ring together. */
    public DialStep(ImmutableList<Destination> destinations, long ringMillis, long progressMillis, Next next) {
        this(destinations, ringMillis, progressMillis, next, "", false);
    }

    /** A room. */
    public static DialStep into(String room, Next next) {
        return new DialStep(ImmutableList.of(), 0, 0, next, room, false);
    }

    /** A room that is to be made. */
    public static DialStep madeBy(String factory, Next next) {
        return new DialStep(ImmutableList.of(), 0, 0, next, factory, true);
    }

    /** Says which step follows a failure. */
    @FunctionalInterface
    public interface Next {
        /**
         * The step to dial after this one failed.
         *
         * @param status final status, 300 to 599; 408 without answer, 503 if nobody was reached
         * @return index of a later step of the plan, or -1 if the call has failed with this status
         */
        int after(int status);
    }
}
