package io.switchboard.server.command;

import io.switchboard.sip.message.StatusPhrases;

/**
 * What became of a message to one recipient.
 *
 * @param to as it was given
 * @param callId its Call-ID, which it has in the history and in events too
 * @param status what a sender by SIP would have been answered; 0 if that is not known yet
 * @param reason the phrase to the status
 * @param retryAfter seconds after which it may be tried again, 0 if that is not known
 */
public record MessageFate(String to, String callId, Result result, int status, String reason, int retryAfter) {
    /** In a word. */
    public enum Result {
        /** Somebody has it: a device, or the trunk. */
        DELIVERED,
        /** It is kept for later. */
        KEPT,
        /** It was not taken. */
        REFUSED,
        /** Nobody has answered yet. */
        PENDING
    }

    static MessageFate of(String to, String callId, int status, String reason, int retryAfter) {
        Result result = status == 200 ? Result.DELIVERED : status < 300 ? Result.KEPT : Result.REFUSED;
        String phrase = reason.isEmpty() ? StatusPhrases.of(status) : reason;
        return new MessageFate(to, callId, result, status, phrase, retryAfter);
    }

    static MessageFate pending(String to, String callId) {
        return new MessageFate(to, callId, Result.PENDING, 0, "", 0);
    }

    /** Whether it was taken. */
    public boolean taken() {
        return result == Result.DELIVERED || result == Result.KEPT;
    }
}
