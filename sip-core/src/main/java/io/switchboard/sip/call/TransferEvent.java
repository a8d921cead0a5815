package io.switchboard.sip.call;

/** What happens to a transfer. */
sealed interface TransferEvent {
    /** The target rings. */
    record Ringing() implements TransferEvent {}

    record Answered() implements TransferEvent {}

    /** The target is a room, and has a seat for the transferee. */
    record Seated() implements TransferEvent {}

    /**
     * Nobody was reached at the target.
     *
     * @param status final status, or what stands for it
     */
    record TargetFailed(int status) implements TransferEvent {}

    /** The transferor ends the hold: it wants the transferee back. */
    record TakenBack() implements TransferEvent {}

    record TransferorGone() implements TransferEvent {}

    record TransfereeGone() implements TransferEvent {}

    /**
     * The target has answered and is gone.
     *
     * @param disturbed whether the transferee's session was changed already
     */
    record TargetGone(boolean disturbed) implements TransferEvent {}

    /** The transferor has hung up its own call with the target. */
    record ConsultationGone() implements TransferEvent {}

    /** Both have the other's media. */
    record Joined() implements TransferEvent {}

    /**
     * They could not be joined.
     *
     * @param disturbed whether the transferee's session was changed already
     */
    record JoinFailed(int status, boolean disturbed) implements TransferEvent {}

    /** The server ends the call. */
    record Aborted(String reason) implements TransferEvent {}
}
