package io.switchboard.sip.messaging;

/** Whoever waits for what becomes of a message that the server sends in the name of an account. */
@FunctionalInterface
public interface MessageEnd {
    /**
     * Told once.
     *
     * @param status 200 if somebody has it, 202 if it is kept, else why nobody gets it
     * @param reason phrase of a refusal, "" for the usual one
     * @param retryAfter seconds after which it may be tried again, 0 if that is not known
     */
    void told(int status, String reason, int retryAfter);
}
