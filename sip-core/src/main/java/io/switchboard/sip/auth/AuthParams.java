package io.switchboard.sip.auth;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a Digest challenge or of credentials (RFC 7235 section 2.1), read with tolerance: any white space,
 * values quoted or not. A parameter that comes twice makes the whole unusable, so that nobody can hide one. The usual
 * ones are known by numbers, and their values stay where they are in the header's bytes.
 */
final class AuthParams {
    static final int USERNAME = 0;
    static final int REALM = 1;
    static final int NONCE = 2;
    static final int URI = 3;
    static final int RESPONSE = 4;
    static final int ALGORITHM = 5;
    static final int CNONCE = 6;
    static final int OPAQUE = 7;
    static final int QOP = 8;
    static final int NC = 9;

    private static final int MOST = 24;
    private static final String[] USUAL = {
        "username", "realm", "nonce", "uri", "response", "algorithm", "cnonce", "opaque", "qop", "nc"
    };
    private static final byte[][] NAMES = names();
    private static final byte[] NOTHING = {};

    /** The bytes that a value is in: the header's, or a copy where something had to be unescaped. */
    private final byte[][] sources = new byte[USUAL.length][];

    /** Where the value begins; -1 if the parameter is absent. */
    private final int[] starts = new int[USUAL.length];

    private final int[] ends = new int[USUAL.length];
    /** Name and value of each of the others by turns. */
    private final List<String> others = new ArrayList<>(0);

    private int count;

    private static byte[][] names() {
        byte[][] names = new byte[USUAL.length][];
        for (int i = 0; i < names.length; i++) {
            names[i] = USUAL[i].getBytes(StandardCharsets.US_ASCII);
        }
        return names;
    }

    /** Null if it is not Digest, or is broken. */
    static @Nullable AuthParams parse(String header) {
        AuthParams params = new AuthParams();
        byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        return params.read(bytes, 0, bytes.length) ? params : null;
    }

    /**
     * Reads others in place of those that were read before. They refer to the array, which has to stay as it is.
     *
     * @return false if it is not Digest, or is broken
     */
    boolean read(byte[] data, int from, int to) {
        Arrays.fill(starts, -1);
        others.clear();
        count = 0;
        int at = skipSpace(data, from, to);
        if (at + 6 >= to || !isDigest(data, at) || !space(data[at + 6])) {
            return false;
        }
        at = skipSpace(data, at + 6, to);
        while (at >= 0 && at < to) {
            at = one(data, at, to);
        }
        return at >= 0 && count > 0;
    }

    private static boolean isDigest(byte[] data, int at) {
        return (data[at] | 0x20) == 'd'
                && (data[at + 1] | 0x20) == 'i'
                && (data[at + 2] | 0x20) == 'g'
                && (data[at + 3] | 0x20) == 'e'
                && (data[at + 4] | 0x20) == 's'
                && (data[at + 5] | 0x20) == 't';
    }

    /** Reads one parameter, its comma and the space behind; -1 if it is broken. */
    private int one(byte[] data, int from, int to) {
        int at = from;
        while (at < to && data[at] != '=' && data[at] != ',' && !space(data[at])) {
            at++;
        }
        int nameEnd = at;
        at = skipSpace(data, at, to);
        if (nameEnd == from || at >= to || data[at] != '=' || count++ == MOST) {
            return -1;
        }
        at = skipSpace(data, at + 1, to);
        boolean quoted = at < to && data[at] == '"';
        int start = quoted ? at + 1 : at;
        int end = quoted ? closingQuote(data, start, to) : tokenEnd(data, at, to);
        if (end < 0 || !set(data, from, nameEnd, start, end, quoted)) {
            return -1;
        }
        at = skipSpace(data, quoted ? end + 1 : end, to);
        if (at == to) {
            return at;
        }
        if (data[at] != ',') {
            return -1;
        }
        while (at < to && (data[at] == ',' || space(data[at]))) {
            at++;
        }
        return at;
    }

    /** Notes a value; false if there was one of this name before. */
    private boolean set(byte[] data, int name, int nameEnd, int from, int to, boolean quoted) {
        boolean escaped = quoted && hasEscape(data, from, to);
        byte[] source = escaped ? unescaped(data, from, to) : data;
        int start = escaped ? 0 : from;
        int end = escaped ? source.length : to;
        int id = id(data, name, nameEnd);
        if (id < 0) {
            String other = text(data, name, nameEnd).toLowerCase(Locale.ROOT);
            boolean again = find(other) >= 0;
            others.add(other);
            others.add(text(source, start, end));
            return !again;
        }
        boolean again = starts[id] >= 0;
        sources[id] = source;
        starts[id] = start;
        ends[id] = end;
        return !again;
    }

    private static int id(byte[] data, int from, int to) {
        for (int id = 0; id < NAMES.length; id++) {
            byte[] name = NAMES[id];
            if (name.length == to - from && matches(data, from, name)) {
                return id;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] data, int from, byte[] lowerCase) {
        for (int i = 0; i < lowerCase.length; i++) {
            if ((data[from + i] | 0x20) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private int find(String name) {
        for (int i = 0; i < others.size(); i += 2) {
            if (others.get(i).equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static int closingQuote(byte[] data, int from, int to) {
        for (int at = from; at < to; at++) {
            if (data[at] == '"') {
                return at;
            }
            if (data[at] == '\\') {
                at++;
            }
        }
        return -1;
    }

    private static int tokenEnd(byte[] data, int from, int to) {
        int at = from;
        while (at < to && data[at] != ',' && !space(data[at])) {
            at++;
        }
        return at == from ? -1 : at;
    }

    private static boolean hasEscape(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            if (data[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    private static byte[] unescaped(byte[] data, int from, int to) {
        byte[] plain = new byte[to - from];
        int n = 0;
        for (int at = from; at < to; at++) {
            if (data[at] == '\\') {
                at++;
            }
            plain[n++] = data[at];
        }
        return Arrays.copyOf(plain, n);
    }

    private static int skipSpace(byte[] data, int from, int to) {
        int at = from;
        while (at < to && space(data[at])) {
            at++;
        }
        return at;
    }

    private static boolean space(byte c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static String text(byte[] data, int from, int to) {
        return new String(data, from, to - from, StandardCharsets.UTF_8);
    }

    /** Value of a parameter, its name in lower case; null if it is absent. */
    @Nullable String get(String name) {
        for (int id = 0; id < USUAL.length; id++) {
            if (USUAL[id].equals(name)) {
                return starts[id] < 0 ? null : text(sources[id], starts[id], ends[id]);
            }
        }
        int at = find(name);
        return at < 0 ? null : others.get(at + 1);
    }

    /** Value of a parameter; empty if it is absent. */
    String text(String name) {
        String value = get(name);
        return value == null ? "" : value;
    }

    /** Bytes of a value; 0 if the parameter is absent. */
    int length(int id) {
        return starts[id] < 0 ? 0 : ends[id] - starts[id];
    }

    /** The array that a value is in. */
    byte[] source(int id) {
        return starts[id] < 0 ? NOTHING : sources[id];
    }

    /** Where it begins there. */
    int start(int id) {
        return Math.max(0, starts[id]);
    }

    /** Whether a value is this, byte for byte; an absent one is like an empty one. */
    boolean is(int id, byte[] value) {
        int from = start(id);
        return Arrays.equals(source(id), from, from + length(id), value, 0, value.length);
    }

    /** The same for text. */
    boolean is(int id, String value) {
        int from = start(id);
        byte[] source = source(id);
        int length = length(id);
        for (int i = 0; i < length; i++) {
            if (source[from + i] < 0) {
                return text(source, from, from + length).equals(value);
            }
            if (i >= value.length() || source[from + i] != value.charAt(i)) {
                return false;
            }
        }
        return length == value.length();
    }
}
