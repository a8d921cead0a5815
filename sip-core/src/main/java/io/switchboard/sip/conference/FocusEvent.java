package io.switchboard.sip.conference;

/** What happens in a room. */
sealed interface FocusEvent {
    /**
     * Somebody calls, and is being answered.
     *
     * @param id a number that nobody in the room has
     * @param moderator whether the account is one of the moderators'
     */
    record Called(int id, boolean moderator) implements FocusEvent {}

    /** Who called is connected. */
    record Arrived(int id) implements FocusEvent {}

    /**
     * The room calls somebody.
     *
     * @param id a number that nobody in the room has
     */
    record Dialled(int id) implements FocusEvent {}

    /** Who is being called says that it rings. */
    record Ringing(int id) implements FocusEvent {}

    /**
     * Who was called is connected.
     *
     * @param moderator whether the account that answered is one of the moderators'
     */
    record Answered(int id, boolean moderator) implements FocusEvent {}

    record Keyed(int id, char digit) implements FocusEvent {}

    /** The time for the PIN is over. */
    record PinTimedOut(int id) implements FocusEvent {}

    /** What the turned away had to hear has been played. */
    record Heard(int id) implements FocusEvent {}

    /**
     * The leg is over, whoever ended it, or there will be none.
     *
     * @param status what it came to, if it was being called
     */
    record Left(int id, int status) implements FocusEvent {}

    /**
     * Somebody is to go.
     *
     * @param reason value of a Reason header
     */
    record Kicked(int id, String reason) implements FocusEvent {}

    record Muted(int id, boolean on) implements FocusEvent {}

    record Deafened(int id, boolean on) implements FocusEvent {}

    record Locked(boolean on) implements FocusEvent {}

    /**
     * The room is to be recorded, or not any more.
     *
     * @param beep false if nobody is to hear a beep, whatever the settings say
     */
    record Recorded(boolean on, boolean beep) implements FocusEvent {}

    /** The recording has ended by itself: the disk is full, or cannot be written. */
    record RecordingLost() implements FocusEvent {}

    /** The room ends for everybody. */
    record Ended(String reason) implements FocusEvent {}
}
