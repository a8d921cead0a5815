package io.switchboard.sip.call;

/** Has seats for the participants of calls that lead to no other participant. Used in the lane alone. */
@FunctionalInterface
public interface Seating {
    /** What becomes of who asks for a seat. */
    sealed interface Place {
        /** There it sits, in this room. */
        record Taken(Seat seat, String room) implements Place {}

        /** There is one for it in another room, where it has to ask itself (RFC 4579 section 5.4). */
        record Moved(String room) implements Place {}

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

    /**
     * Makes a room for a guest.
     *
     * @param factory name of the settings that the room is to have
     * @param guest who asks, and will be its moderator
     */
    default Place make(String factory, Guest guest) {
        return new Place.Refused(501, "Conferences Not Made");
    }

    /** Whether there is a room of this name that was made, and that who knows its name may call. */
    default boolean made(String room) {
        return false;
    }
}
