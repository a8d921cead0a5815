package io.switchboard.sip.message;

/** Values of the Reason header (RFC 3326) that the server gives by itself. */
public final class Reason {
    private Reason() {}

    /** A status with its usual phrase: {@code SIP;cause=488;text="Not Acceptable Here"}. */
    public static String of(int status) {
        return of(status, StatusPhrases.of(status));
    }

    /**
     * A status with a text of its own.
     *
     * @param text without quotes and backslashes
     */
    public static String of(int status, String text) {
        return "SIP;cause=" + status + ";text=\"" + text + "\"";
    }
}
