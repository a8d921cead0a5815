package io.switchboard.media.sdp;

/** A body that is no usable session description; {@link #fault} says whose problem it is. */
public final class SdpException extends Exception {
    /** What is wrong with the body, in the terms of the answer that it deserves. */
    public enum Fault {
        /** The text breaks the grammar of RFC 8866: 400 (RFC 3261 §21.4.1). */
        MALFORMED,
        /** Well formed, but beyond what is understood or bounded here: 488 (RFC 3261 §21.4.26). */
        UNACCEPTABLE
    }

    private final Fault fault;

    /**
     * A refusal.
     *
     * @param fault whose problem it is
     * @param message what is wrong, fit for a log
     */
    public SdpException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    /** Why the body was refused. */
    public Fault fault() {
        return fault;
    }

    /** Expected outcome of reading a stranger's text, not a bug: no stack trace is taken. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
