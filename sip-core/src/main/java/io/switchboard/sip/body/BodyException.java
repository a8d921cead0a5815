package io.switchboard.sip.body;

/** A body that cannot be used. */
public final class BodyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status 400 for one that is malformed, 413 for one that is too large, 415 for one that is not understood
     * @param phrase of the status line
     */
    BodyException(int status, String phrase) {
        super(phrase);
        this.status = status;
    }

    BodyException(int status, String phrase, Exception cause) {
        super(phrase, cause);
        this.status = status;
    }

    /** The response's status: 400, 413 or 415. */
    public int status() {
        return status;
    }

    /** The response's phrase. */
    public String phrase() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
