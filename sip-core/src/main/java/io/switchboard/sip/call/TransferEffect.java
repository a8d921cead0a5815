package io.switchboard.sip.call;

/** What {@link TransferMachine} has its shell do, in this order. */
sealed interface TransferEffect {
    /** Who takes part in a transfer (RFC 5589 section 3). */
    enum Role {
        /** Who asked for the transfer. */
        TRANSFEROR,
        /** Who is transferred. */
        TRANSFEREE,
        /** To whom. */
        TARGET,
        /** The transferor again, in its own call with the target. */
        CONSULTED
    }

    /** A report to the transferor that is not the last. */
    record Report(int status) implements TransferEffect {}

    /** The one last report (RFC 3515 section 2.4.5). */
    record Conclude(int status) implements TransferEffect {}

    /** Whoever answered the transferor's own call is taken from there. */
    record Adopt() implements TransferEffect {}

    /** Join transferee and target. */
    record Join() implements TransferEffect {}

    /** Join transferee and transferor again. */
    record Restore() implements TransferEffect {}

    /** What is being joined is left as it is. */
    record StopJoining() implements TransferEffect {}

    /** Whoever rings is told that it is too late. */
    record StopDialling() implements TransferEffect {}

    record HangUp(Role who, String reason) implements TransferEffect {}

    /** The consultation goes on as before. */
    record LeaveTarget() implements TransferEffect {}

    /** The consultation is over, for its target is gone. */
    record CloseConsultation() implements TransferEffect {}

    /** From now on transferee and target are the call. */
    record Take() implements TransferEffect {}

    /** From now on transferee and transferor are the call, as before. */
    record GoOn() implements TransferEffect {}

    /**
     * The call is over.
     *
     * @param by who ended it, null for the server
     */
    record Close(@org.jspecify.annotations.Nullable Role by) implements TransferEffect {}
}
