package io.switchboard.sip.message;

/** Reads header values from left to right; white space, quoted strings and brackets as in RFC 3261 section 25.1. */
final class Cursor {
    final byte[] data;
    int at;
    final int end;

    Cursor(byte[] data, int from, int to) {
        this.data = data;
        this.at = from;
        this.end = to;
    }

    boolean done() {
        return at >= end;
    }

    /** The byte at the cursor, or -1 at the end; bytes of UTF-8 sequences are above 127. */
    int peek() {
        return at < end ? data[at] & 0xff : -1;
    }

    void skipLws() {
        while (at < end && Ascii.isLws(data[at])) {
            at++;
        }
    }

    /** Steps over white space and this character, and the white space behind it; false if it is not there. */
    boolean skip(char separator) {
        if (at < end && data[at] > ' ' && data[at] != separator) {
            return false;
        }
        int back = at;
        skipLws();
        if (peek() != separator) {
            at = back;
            return false;
        }
        at++;
        skipLws();
        return true;
    }

    /** Steps over a token; false if there is none. */
    boolean token() {
        int from = at;
        while (at < end && Ascii.isToken(data[at])) {
            at++;
        }
        return at > from;
    }

    /** Steps over a quoted string that begins here; false if it does not, or is never closed. */
    boolean quoted() {
        if (peek() != '"') {
            return false;
        }
        for (int i = at + 1; i < end; i++) {
            if (data[i] == '\\') {
                i++;
            } else if (data[i] == '"') {
                at = i + 1;
                return true;
            }
        }
        return false;
    }

    /** Steps over a host: a name, an IPv4 address, or an IPv6 address in brackets; false if there is none. */
    boolean host() {
        int from = at;
        if (peek() == '[') {
            while (at < end && data[at] != ']') {
                if (!Ascii.isHex(data[at]) && data[at] != ':' && data[at] != '.' && data[at] != '[') {
                    return false;
                }
                at++;
            }
            if (at >= end) {
                return false;
            }
            at++;
            return true;
        }
        while (at < end && (Ascii.isAlphanumeric(data[at]) || data[at] == '.' || data[at] == '-' || data[at] == '_')) {
            at++;
        }
        return at > from;
    }

    /** Steps over the value of a parameter: token, host or quoted string; false if there is none. */
    boolean paramValue() {
        if (peek() == '"') {
            return quoted();
        }
        int from = at;
        while (at < end && (Ascii.isToken(data[at]) || data[at] == '[' || data[at] == ']' || data[at] == ':')) {
            at++;
        }
        return at > from;
    }

    /**
     * The start of this parameter's value, the cursor being at its end, in a list {@code ;a=b;c} that begins here; -1 if
     * it is not there or the list is broken before it. A parameter without a value gives an empty range.
     */
    int param(String lowerCase) {
        while (skip(';')) {
            int name = at;
            if (!token()) {
                return -1;
            }
            boolean found = Ascii.equalsIgnoreCase(data, name, at, lowerCase);
            int value = at;
            if (skip('=')) {
                value = at;
                if (!genericValue()) {
                    return -1;
                }
            }
            if (found) {
                return value;
            }
        }
        return -1;
    }

    /** Like {@link #paramValue}, but with all that is seen in use: anything up to a separator. */
    boolean genericValue() {
        if (peek() == '"') {
            return quoted();
        }
        while (at < end && data[at] != ';' && data[at] != ',' && !Ascii.isLws(data[at])) {
            at++;
        }
        return true;
    }

    /**
     * Steps over a display name and an address, with or without angle brackets, to the parameters behind it; false if
     * a quote or a bracket is left open.
     */
    boolean address() {
        skipLws();
        if (peek() == '"' && !quoted()) {
            return false;
        }
        int from = at;
        for (int i = at; i < end && data[i] != ';' && data[i] != ','; i++) {
            if (data[i] == '<') {
                while (i < end && data[i] != '>') {
                    i++;
                }
                at = i + 1;
                return i < end;
            }
        }
        at = from;
        while (at < end && data[at] != ';' && data[at] != ',') {
            at++;
        }
        return true;
    }
}
