package io.switchboard.sip.auth;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a Digest challenge or of credentials (RFC 7235 section 2.1), read with tolerance: any white space,
 * values quoted or not. A parameter that comes twice makes the whole unusable, so that nobody can hide one.
 */
final class AuthParams {
    private static final int MOST = 24;
    private static final String[] USUAL = {
        "username", "realm", "nonce", "uri", "response", "algorithm", "cnonce", "opaque", "qop", "nc"
    };

    private final String[] names = new String[MOST];
    private final String[] values = new String[MOST];
    private int count;

    private AuthParams() {}

    /** Null if it is not Digest, or is broken. */
    static @Nullable AuthParams parse(String header) {
        int at = skipSpace(header, 0);
        if (!header.regionMatches(true, at, "Digest", 0, 6)
                || at + 6 >= header.length()
                || !space(header.charAt(at + 6))) {
            return null;
        }
        AuthParams params = new AuthParams();
        at = skipSpace(header, at + 6);
        while (at < header.length()) {
            at = params.one(header, at);
            if (at < 0) {
                return null;
            }
        }
        return params.count == 0 ? null : params;
    }

    /** Reads one parameter, its comma and the space behind; -1 if it is broken. */
    private int one(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '=' && text.charAt(at) != ',' && !space(text.charAt(at))) {
            at++;
        }
        String name = name(text, from, at);
        at = skipSpace(text, at);
        if (name.isEmpty() || at >= text.length() || text.charAt(at) != '=' || count == MOST || get(name) != null) {
            return -1;
        }
        at = skipSpace(text, at + 1);
        boolean quoted = at < text.length() && text.charAt(at) == '"';
        int end = quoted ? closingQuote(text, at + 1) : tokenEnd(text, at);
        if (end < 0) {
            return -1;
        }
        names[count] = name;
        values[count++] = quoted ? unescape(text, at + 1, end) : text.substring(at, end);
        at = skipSpace(text, quoted ? end + 1 : end);
        if (at == text.length()) {
            return at;
        }
        if (text.charAt(at) != ',') {
            return -1;
        }
        while (at < text.length() && (text.charAt(at) == ',' || space(text.charAt(at)))) {
            at++;
        }
        return at;
    }

    /** In lower case; without a copy where it is written as the RFC writes it. */
    private static String name(String text, int from, int to) {
        for (String usual : USUAL) {
            if (usual.length() == to - from && text.startsWith(usual, from)) {
                return usual;
            }
        }
        return text.substring(from, to).toLowerCase(Locale.ROOT);
    }

    private static int closingQuote(String text, int from) {
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                return at;
            }
            if (c == '\\') {
                at++;
            }
        }
        return -1;
    }

    private static int tokenEnd(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != ',' && !space(text.charAt(at))) {
            at++;
        }
        return at == from ? -1 : at;
    }

    private static String unescape(String text, int from, int to) {
        int slash = text.indexOf('\\', from);
        if (slash < 0 || slash >= to) {
            return text.substring(from, to);
        }
        StringBuilder plain = new StringBuilder(to - from);
        for (int at = from; at < to; at++) {
            if (text.charAt(at) == '\\') {
                at++;
            }
            plain.append(text.charAt(at));
        }
        return plain.toString();
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && space(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean space(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    /** Value of a parameter, its name in lower case; null if it is absent. */
    @Nullable String get(String name) {
        for (int i = 0; i < count; i++) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }

    /** Value of a parameter; empty if it is absent. */
    String text(String name) {
        String value = get(name);
        return value == null ? "" : value;
    }
}
