package io.switchboard.sip.call;

/** What {@link CallMachine} has its shell do, in this order. */
sealed interface CallEffect {
    /** Dial all destinations of a step; their branches have the ids from {@code firstId} on. */
    record Dial(DialStep step, int firstId) implements CallEffect {}

    /**
     * Ask for a seat in this room, for the caller.
     *
     * @param made whether it is a factory of rooms, which makes one
     */
    record Seat(String room, boolean made) implements CallEffect {}

    /** 200 to the caller, from its seat. */
    record AnswerSeated() implements CallEffect {}

    record RelayProgress(int branch) implements CallEffect {}

    /** 200 to the caller, from this branch. */
    record AnswerCaller(int branch) implements CallEffect {}

    /**
     * Final refusal to the caller.
     *
     * @param branch whose response is passed on, 0 for one of the server's own
     */
    record RefuseCaller(int status, int branch, String reason) implements CallEffect {}

    /** CANCEL or BYE, whichever the leg needs. */
    record HangUp(int participant, String reason) implements CallEffect {}

    /**
     * The call is over, its record can be written.
     *
     * @param by the participant who ended it, -1 for the server
     */
    record Close(int by) implements CallEffect {}
}
