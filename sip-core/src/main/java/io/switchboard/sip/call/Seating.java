package io.switchboard.sip.call;

/** Has seats for the participants of calls that lead to no other participant. Used in the lane alone. */
@FunctionalInterface
public interface Seating {
    /** What becomes of who asks for a seat. */
    sealed interface Place {
        /** There it sits. */
        record Taken(Seat seat) implements Place {}

        /**
         * There is none.
         *
         * @param status 400 to 699
         */
        record Refused(int status, String phrase) implements Place {}
    }

    /**
     * Asks for a seat.
     *
     * @param room where
     * @param guest who asks
     */
    Place seat(String room, Guest guest);
}
