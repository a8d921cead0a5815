package io.switchboard.sip.call;

import io.switchboard.sip.message.SipUri;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Has seats for the participants of calls that lead to no other participant. Used in the lane alone. */
@FunctionalInterface
public interface Seating {
    /** Beginning of the names of rooms that belong to one call, which its id follows. */
    String ROOM_OF_CALL = "call-";

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

    /** What lets a phone into a room by its Contact, as long as it is open; "" if its name alone does, or nothing. */
    default String key(String room) {
        return "";
    }

    /** What a REFER to a room asks for (RFC 4579 sections 5.5 to 5.7). */
    sealed interface Wish {
        /**
         * Somebody is to be called into it.
         *
         * @param replaces value of a Replaces header: the dialog whose place it is to take, "" for none
         */
        record Invite(SipUri target, String replaces) implements Wish {}

        /** Whoever has this address is to be removed. */
        record Remove(SipUri who) implements Wish {}
    }

    /** Told what comes of a wish. */
    interface Progress {
        /** Somebody rings. Told once at most. */
        void ringing();

        /**
         * How it ended. Told once, and last.
         *
         * @param status 200 if it is done; else 300 to 699
         */
        void concluded(int status);
    }

    /** What is thought of a wish. */
    sealed interface Verdict {
        /**
         * It will be carried out.
         *
         * @param carryOut to be called once
         */
        record Granted(Consumer<Progress> carryOut) implements Verdict {}

        /** It will not: 403 for who may not, 404 for no such room or participant, 486 for a full one. */
        record Denied(int status) implements Verdict {}
    }

    /**
     * Somebody wants participants called or removed.
     *
     * @param seat of who wants it, null if it is not asked for from a seat
     */
    default Verdict refer(String room, Party from, @Nullable Seat seat, Wish wish) {
        return new Verdict.Denied(501);
    }
}
