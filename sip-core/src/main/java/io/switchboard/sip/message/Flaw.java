package io.switchboard.sip.message;

/** What the parser noticed on its one pass, as bits; the validator turns them into a verdict. */
final class Flaw {
    /** The start line is not three parts divided by single spaces. */
    static final int START_LINE = 1;
    /** The version is well-formed, but not SIP/2.0. */
    static final int VERSION = 1 << 1;
    /** A header line without a colon, or with a name that is no token. */
    static final int HEADER_LINE = 1 << 2;
    /** A control character; legal only behind a backslash in a quoted string. */
    static final int CONTROL = 1 << 3;
    /** No empty line ends the headers. */
    static final int NO_END = 1 << 4;
    /** Content-Length is repeated, or not a number, or beyond 31 bits. */
    static final int CONTENT_LENGTH = 1 << 5;
    /** Content-Length announces more than there is. */
    static final int BODY_CUT = 1 << 6;
    /** More header lines than the limit. */
    static final int TOO_MANY = 1 << 7;
    /** A header line is longer than the limit. */
    static final int TOO_LONG = 1 << 8;

    private Flaw() {}
}
