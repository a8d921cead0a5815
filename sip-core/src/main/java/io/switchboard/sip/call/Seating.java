package io.switchboard.sip.call;

import org.jspecify.annotations.Nullable;

/** Has seats for the participants of calls that lead to no other participant. Used in the lane alone. */
@FunctionalInterface
public interface Seating {
    /** Beginning of the names of rooms that belong to one call, which its id follows. */
    String ROOM_OF_CALL = "call-";

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
     * Begins or ends the recording of a room; does nothing if it is as wished already.
     *
     * @param order how, null to end it
     * @return false if the room is not open
     */
    default boolean record(String room, @Nullable RecordingOrder order) {
        return false;
    }

    /**
     * Asks for a seat.
     *
     * @param room where
     * @param guest who asks
     */
    Place seat(String room, Guest guest);
}
