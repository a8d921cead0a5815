package io.switchboard.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One value of From, To, Contact, Route, Path, Refer-To …: display name, URI, header parameters (RFC 3261 section
 * 20.10). Strict in syntax, so that no two readers can understand it differently.
 */
public final class NameAddr {
    final byte[] data;
    final int uriStart;
    final int uriEnd;
    private final int nameStart;
    private final int nameEnd;
    private final int params;
    private final int end;

    private NameAddr(byte[] data, int nameStart, int nameEnd, int uriStart, int uriEnd, int params, int end) {
        this.data = data;
        this.nameStart = nameStart;
        this.nameEnd = nameEnd;
        this.uriStart = uriStart;
        this.uriEnd = uriEnd;
        this.params = params;
        this.end = end;
    }

    /**
     * Parses one value.
     *
     * @throws IllegalArgumentException if it is not well-formed, or more than one
     */
    public static NameAddr parse(String text) {
        List<NameAddr> all = parseList(text);
        if (all.size() != 1) {
            throw new IllegalArgumentException("more than one address");
        }
        return all.get(0);
    }

    /**
     * Splits a header value at its top-level commas and parses each part.
     *
     * @throws IllegalArgumentException if one is not well-formed, or there is none
     */
    public static List<NameAddr> parseList(String text) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        Cursor in = new Cursor(data, 0, data.length);
        List<NameAddr> all = new ArrayList<>(2);
        do {
            NameAddr one = parse(in);
            if (one == null) {
                throw new IllegalArgumentException("not a well-formed address");
            }
            all.add(one);
        } while (in.skip(','));
        if (!in.done()) {
            throw new IllegalArgumentException("characters behind an address");
        }
        return all;
    }

    /** The value at the cursor, which is left behind it and its white space; null if it is broken. */
    static @Nullable NameAddr parse(Cursor in) {
        return parse(in, false);
    }

    /**
     * The same.
     *
     * @param sip whether a sip: or sips: URI has to be well-formed too
     */
    static @Nullable NameAddr parse(Cursor in, boolean sip) {
        byte[] data = in.data;
        in.skipLws();
        int nameStart = in.at;
        int nameEnd = in.at;
        if (in.peek() == '"') {
            if (!in.quoted()) {
                return null;
            }
            nameEnd = in.at;
            in.skipLws();
            if (in.peek() != '<') {
                return null;
            }
        } else {
            while (in.token() || in.peek() > 0x7f) {
                in.at += in.peek() > 0x7f ? 1 : 0; // a name in UTF-8 without quotes is wrong, harmless, and in use
                nameEnd = in.at;
                in.skipLws();
            }
        }
        int uriStart;
        int uriEnd;
        if (in.peek() == '<') {
            uriStart = ++in.at;
            while (!in.done() && in.peek() != '>') {
                in.at++;
            }
            uriEnd = in.at++;
            if (uriEnd >= in.end) {
                return null;
            }
        } else {
            uriStart = nameStart;
            nameEnd = nameStart;
            in.at = nameStart;
            while (!in.done() && !Ascii.isLws(in.peek()) && in.peek() != ';' && in.peek() != ',' && in.peek() != '?') {
                in.at++;
            }
            uriEnd = in.at;
        }
        if (!isUri(data, uriStart, uriEnd, sip)) {
            return null;
        }
        int params = in.at;
        while (in.skip(';')) {
            if (!in.token() || (in.skip('=') && !in.paramValue())) {
                return null;
            }
        }
        NameAddr parsed = new NameAddr(data, nameStart, nameEnd, uriStart, uriEnd, params, in.at);
        in.skipLws();
        return in.done() || in.peek() == ',' ? parsed : null;
    }

    /** A scheme, a colon, and something without white space, quotes and brackets. */
    static boolean isUri(byte[] data, int from, int to) {
        return isUri(data, from, to, false);
    }

    private static boolean isUri(byte[] data, int from, int to, boolean sip) {
        int at = UriSyntax.schemeEnd(data, from, to);
        if (at < 0 || at + 1 == to) {
            return false;
        }
        if (sip && UriSyntax.isSipScheme(data, from, at)) {
            return UriSyntax.isSip(data, from, at, to); // which has none of these either
        }
        for (int i = at + 1; i < to; i++) {
            if (data[i] <= ' ' || data[i] == 0x7f || data[i] == '<' || data[i] == '>' || data[i] == '"') {
                return false;
            }
        }
        return true;
    }

    private String text(int from, int to) {
        return to > from && data[from] == '"' ? unquoted(data, from, to) : Ascii.unfolded(data, from, to);
    }

    /** Reads the parameters behind the address. */
    Cursor params() {
        return new Cursor(data, params, end);
    }

    private static String unquoted(byte[] data, int from, int to) {
        byte[] plain = new byte[to - from];
        int n = 0;
        for (int i = from + 1; i < to - 1; i++) {
            if (data[i] == '\\' && i < to - 2) {
                i++;
            }
            plain[n++] = data[i];
        }
        return Ascii.text(plain, 0, n);
    }

    /** Unquoted display name, "" if none. */
    public String displayName() {
        return text(nameStart, nameEnd);
    }

    /** URI text, whatever its scheme. */
    public String uri() {
        return Ascii.text(data, uriStart, uriEnd);
    }

    /** Unescaped user part of a SIP URI, or the number of a tel URI (RFC 3966); "" for any other. */
    public String user() {
        String uri = uri();
        if (uri.regionMatches(true, 0, "tel:", 0, 4)) {
            int semicolon = uri.indexOf(';');
            return uri.substring(4, semicolon < 0 ? uri.length() : semicolon);
        }
        try {
            return SipUri.parse(uri).user();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Header parameter (outside the brackets), unquoted; "" if it has no value, null if absent. */
    public @Nullable String param(String name) {
        Cursor in = params();
        int from = in.param(name.toLowerCase(Locale.ROOT));
        return from < 0 ? null : text(from, in.at);
    }

    /** The address of a From or To value, as written, without its parameters. */
    public static String withoutParameters(@Nullable String value) {
        if (value == null) {
            return "";
        }
        boolean quoted = false;
        boolean bracketed = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quoted) {
                quoted = c != '"';
                i += c == '\\' ? 1 : 0;
            } else if (c == '"') {
                quoted = true;
            } else if (c == '<') {
                bracketed = true;
            } else if (c == '>') {
                return value.substring(0, i + 1);
            } else if (c == ';' && !bracketed) {
                return value.substring(0, i).stripTrailing();
            }
        }
        return value;
    }
}
