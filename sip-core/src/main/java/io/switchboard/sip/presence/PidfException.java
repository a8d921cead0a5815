package io.switchboard.sip.presence;

/** A document is not what RFC 3863 says. The message tells why, in ASCII. */
final class PidfException extends Exception {
    private static final long serialVersionUID = 1L;

    PidfException(String why) {
        super(why);
    }

    /** What is wrong, to be shown as the reason phrase. */
    String why() {
        return String.valueOf(getMessage());
    }
}
