package io.switchboard.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A sip: or sips: URI (RFC 3261 section 19.1), parsed once, immutable. */
public final class SipUri {
    private static final String HEX = "0123456789ABCDEF";

    private final String text;
    private final boolean secure;
    private final String user;
    private final String host;
    private final int port;
    private final int params;
    private final int headers;

    private SipUri(String text, boolean secure, String user, String host, int port, int params, int headers) {
        this.text = text;
        this.secure = secure;
        this.user = user;
        this.host = host;
        this.port = port;
        this.params = params;
        this.headers = headers;
    }

    /**
     * Parses an addr-spec, without angle brackets.
     *
     * @throws IllegalArgumentException if it is no SIP URI
     */
    public static SipUri parse(String text) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        if (!UriSyntax.isSip(data, 0, data.length)) {
            throw new IllegalArgumentException("not a well-formed SIP URI");
        }
        boolean secure = text.charAt(3) != ':';
        int from = secure ? 5 : 4;
        int at = text.indexOf('@');
        String user = "";
        if (at >= 0) {
            int colon = text.indexOf(':', from);
            user = unescape(text, from, colon >= 0 && colon < at ? colon : at);
            from = at + 1;
        }
        int hostEnd = text.charAt(from) == '[' ? text.indexOf(']', from) + 1 : next(text, from, ":;?");
        int params = next(text, hostEnd, ";?");
        int port = params == hostEnd ? -1 : Integer.parseInt(text, hostEnd + 1, params, 10);
        int headers = next(text, params, "?");
        String host = UriSyntax.corrected(text.substring(from, hostEnd)).toLowerCase(Locale.ROOT);
        return new SipUri(text, secure, user, host, port, params, headers);
    }

    /**
     * Whom somebody means.
     *
     * @param text a number, a user's name, or a URI (sip, sips, tel)
     * @param domain host of those that name none
     * @throws IllegalArgumentException if it is none of them
     */
    public static SipUri ofTarget(String text, String domain) {
        if (text.regionMatches(true, 0, "sip:", 0, 4) || text.regionMatches(true, 0, "sips:", 0, 5)) {
            return parse(text);
        }
        boolean number = text.regionMatches(true, 0, "tel:", 0, 4);
        String user = number ? NameAddr.parse("<" + text + ">").user() : text;
        return parse("sip:" + escapedUser(user) + "@" + domain);
    }

    private static int next(String text, int from, String marks) {
        int at = from;
        while (at < text.length() && marks.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    /**
     * A part of a URI with its escapes resolved, as UTF-8.
     *
     * @throws IllegalArgumentException if an escape is not of two hexadecimal digits
     */
    public static String unescaped(String part) {
        try {
            return unescape(part, 0, part.length());
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("an escape that is cut off", e);
        }
    }

    /** The range with its escapes resolved, as UTF-8. */
    private static String unescape(String text, int from, int to) {
        int escape = text.indexOf('%', from);
        if (escape < 0 || escape >= to) {
            return text.substring(from, to);
        }
        byte[] bytes = new byte[to - from];
        int n = 0;
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == '%') {
                bytes[n++] = (byte) Integer.parseInt(text, i + 1, i + 3, 16);
                i += 2;
            } else {
                bytes[n++] = (byte) text.charAt(i);
            }
        }
        return new String(bytes, 0, n, StandardCharsets.UTF_8);
    }

    /** A user part to be put into a URI: what may not stand there as it is, is escaped as UTF-8. */
    public static String escapedUser(String user) {
        byte[] data = user.getBytes(StandardCharsets.UTF_8);
        int clean = 0;
        while (clean < data.length && UriSyntax.isUser(data[clean])) {
            clean++;
        }
        if (clean == data.length) {
            return user;
        }
        StringBuilder escaped = new StringBuilder(data.length + 16);
        for (byte b : data) {
            if (UriSyntax.isUser(b)) {
                escaped.append((char) b);
            } else {
                escaped.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
            }
        }
        return escaped.toString();
    }

    /** Whether the scheme is sips. */
    public boolean secure() {
        return secure;
    }

    /** Unescaped user part, without a password; empty if none. */
    public String user() {
        return user;
    }

    /** Host in lower case, IPv6 in brackets. */
    public String host() {
        return host;
    }

    /** 1 to 65535; -1 if absent. */
    public int port() {
        return port;
    }

    /** Unescaped value of a URI parameter, "" if it has none, null if it is absent. The name is not case-sensitive. */
    public @Nullable String param(String name) {
        int at = params;
        while (at < headers) {
            int from = at + 1;
            int next = text.indexOf(';', from);
            at = next < 0 || next > headers ? headers : next;
            int equals = text.indexOf('=', from);
            int nameEnd = equals < 0 || equals > at ? at : equals;
            if (nameEnd - from == name.length() && text.regionMatches(true, from, name, 0, name.length())) {
                return nameEnd == at ? "" : unescape(text, nameEnd + 1, at);
            }
        }
        return null;
    }

    /** The headers part as written, without its question mark; "" if there is none. */
    public String headers() {
        return headers == text.length() ? "" : text.substring(headers + 1);
    }

    /** As written. */
    @Override
    public String toString() {
        return text;
    }
}
