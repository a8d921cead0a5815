package io.switchboard.sip.call;

/** What {@link EscalationMachine} has its shell do, in this order. */
sealed interface EscalationEffect {
    /** The participant is shown the room's offer. */
    record Invite(int id) implements EscalationEffect {}

    /** The participant is brought into the room once more: a new offer, and shown at once. */
    record Move(int id) implements EscalationEffect {}

    /** It is not worth waiting for this one any longer. */
    record Hurry(int id) implements EscalationEffect {}

    /** Nobody need come any more. */
    record StopMoving() implements EscalationEffect {}

    /** All are in the room, for the first time. */
    record TellMixed() implements EscalationEffect {}

    /** They are not, and the call goes on as it was. */
    record TellFailed(int status) implements EscalationEffect {}

    /** These two are to hear each other directly; the first is asked for an offer. */
    record Join(int first, int second) implements EscalationEffect {}

    /** What is being joined is left as it is. */
    record StopJoining() implements EscalationEffect {}

    /** These two are the call, and nobody of it is in the room any more. */
    record GoOn(int first, int second) implements EscalationEffect {}

    /** Whoever rings is told that it is too late. */
    record StopCalling() implements EscalationEffect {}

    record HangUp(int id, String reason) implements EscalationEffect {}

    /**
     * The call is over.
     *
     * @param by who ended it, {@link EscalationMachine#SERVER} for the server
     */
    record Close(int by) implements EscalationEffect {}
}
