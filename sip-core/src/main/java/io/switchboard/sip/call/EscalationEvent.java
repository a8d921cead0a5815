package io.switchboard.sip.call;

/** What happens to a call that is in a room, or on its way. */
sealed interface EscalationEvent {
    /** The room's offer for a participant is there. */
    record Ready(int id) implements EscalationEvent {}

    /** A participant's media go to the room. */
    record In(int id) implements EscalationEvent {}

    /**
     * A participant could not be brought into the room.
     *
     * @param status why: its refusal, or what stands for it
     * @param disturbed whether it sends its media there all the same
     */
    record Failed(int id, int status, boolean disturbed) implements EscalationEvent {}

    /** The time for coming into the room is over. */
    record Late() implements EscalationEvent {}

    /**
     * Somebody is being called into the room.
     *
     * @param id of this attempt; whoever comes of it has another
     */
    record Called(int id) implements EscalationEvent {}

    /** The attempt is over: somebody came by it before, or nobody does. */
    record Settled(int id) implements EscalationEvent {}

    /**
     * Somebody has come into the room.
     *
     * @param own whether its leg is one of this call's
     */
    record Came(int id, boolean own) implements EscalationEvent {}

    /** A participant's leg is over, on its own account. */
    record Gone(int id) implements EscalationEvent {}

    /** The call has to stay in the room even with two, or need not any more. */
    record Kept(boolean on) implements EscalationEvent {}

    /** The last two hear each other directly. */
    record Joined() implements EscalationEvent {}

    /**
     * They do not.
     *
     * @param disturbed whether the first one's session was changed
     */
    record JoinFailed(boolean disturbed) implements EscalationEvent {}

    /** The server ends the call. */
    record Aborted(String reason) implements EscalationEvent {}
}
