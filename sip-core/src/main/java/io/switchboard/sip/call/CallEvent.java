package io.switchboard.sip.call;

/** What happens to a call. */
sealed interface CallEvent {
    /** A branch sent a provisional response above 100. */
    record Progress(int branch) implements CallEvent {}

    record Answered(int branch) implements CallEvent {}

    /** The caller's media are agreed with its seat. */
    record Seated() implements CallEvent {}

    /**
     * @param branch {@link CallMachine#SEAT} for the seat
     * @param status final response of the branch, or what stands for it (408, 503)
     */
    record Failed(int branch, int status) implements CallEvent {}

    /** The step rang for its whole time. */
    record StepTimedOut() implements CallEvent {}

    /** The participant ended its leg: CANCEL or BYE, no ACK, session expired. */
    record Gone(int participant) implements CallEvent {}

    /**
     * The server ends the call.
     *
     * @param status for a caller who has no answer yet
     */
    record Abort(int status, String reason) implements CallEvent {}
}
