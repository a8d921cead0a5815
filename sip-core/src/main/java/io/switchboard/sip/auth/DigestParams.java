package io.switchboard.sip.auth;

import org.jspecify.annotations.Nullable;

/** Parameters of one Digest challenge or of one set of credentials (RFC 7616 sections 3.3 and 3.4). */
final class DigestParams {
    private static final int MOST = 24;

    private final String[] names = new String[MOST];
    private final String[] values = new String[MOST];
    private int count;

    private DigestParams() {}

    /** Parses a header value; null if it is not of the Digest scheme, not well-formed, or names a parameter twice. */
    static @Nullable DigestParams parse(String value) {
        int at = space(value, 0);
        if (!value.regionMatches(true, at, "Digest", 0, 6) || at + 6 >= value.length() || value.charAt(at + 6) > ' ') {
            return null;
        }
        at += 6;
        DigestParams params = new DigestParams();
        while (true) {
            at = space(value, at);
            int nameEnd = at;
            while (nameEnd < value.length() && token(value.charAt(nameEnd))) {
                nameEnd++;
            }
            int equals = space(value, nameEnd);
            if (nameEnd == at || equals >= value.length() || value.charAt(equals) != '=') {
                return null;
            }
            String name = value.substring(at, nameEnd);
            at = params.readValue(value, space(value, equals + 1), name);
            if (at < 0) {
                return null;
            }
            at = space(value, at);
            if (at == value.length()) {
                return params;
            }
            if (value.charAt(at) != ',') {
                return null;
            }
            at++;
        }
    }

    /** Reads a token or quoted string; gives the position behind it, or -1. */
    private int readValue(String text, int from, String name) {
        if (count == MOST || get(name) != null) {
            return -1;
        }
        int at = from;
        String value;
        if (at < text.length() && text.charAt(at) == '"') {
            StringBuilder unquoted = null;
            int start = ++at;
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\') {
                    if (at + 1 == text.length()) {
                        return -1;
                    }
                    unquoted = unquoted == null ? new StringBuilder(text.substring(start, at)) : unquoted;
                    at++;
                }
                if (unquoted != null) {
                    unquoted.append(text.charAt(at));
                }
                at++;
            }
            if (at == text.length()) {
                return -1;
            }
            value = unquoted == null ? text.substring(start, at) : unquoted.toString();
            at++;
        } else {
            while (at < text.length() && text.charAt(at) > ' ' && text.charAt(at) != ',') {
                at++;
            }
            value = text.substring(from, at);
        }
        names[count] = name;
        values[count++] = value;
        return at;
    }

    /** Value of a parameter without its quotes, null if it is absent. */
    @Nullable String get(String name) {
        for (int i = 0; i < count; i++) {
            if (names[i].equalsIgnoreCase(name)) {
                return values[i];
            }
        }
        return null;
    }

    private static int space(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
        return at;
    }

    private static boolean token(char c) {
        return c > ' ' && c < 127 && c != '=' && c != ',' && c != '"';
    }
}
