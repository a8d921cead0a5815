package io.switchboard.sip.message;

import com.google.common.net.InetAddresses;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A sip: or sips: URI (RFC 3261 section 19.1), parsed once, immutable. */
public final class SipUri {
    private static final String UNRESERVED = "-_.!~*'()";
    private static final String USER = UNRESERVED + "&=+$,;?/:";
    private static final String PARAM = UNRESERVED + "[]/:&+$";
    private static final String HEADER = UNRESERVED + "[]/?:+$=&";

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
        boolean secure = text.regionMatches(true, 0, "sips:", 0, 5);
        if (!secure && !text.regionMatches(true, 0, "sip:", 0, 4)) {
            throw new IllegalArgumentException("not a SIP URI");
        }
        int from = secure ? 5 : 4;
        int at = text.indexOf('@');
        String user = "";
        if (at >= 0) {
            check(text, from, at, USER);
            int colon = text.indexOf(':', from);
            int userEnd = colon >= 0 && colon < at ? colon : at;
            if (userEnd == from) {
                throw new IllegalArgumentException("empty user");
            }
            user = unescape(text, from, userEnd);
            from = at + 1;
        }
        int hostEnd = from;
        boolean brackets = from < text.length() && text.charAt(from) == '[';
        if (brackets) {
            hostEnd = text.indexOf(']', from) + 1;
        } else {
            while (hostEnd < text.length() && ":;?".indexOf(text.charAt(hostEnd)) < 0) {
                hostEnd++;
            }
        }
        if (hostEnd <= from || !isHost(text.substring(from, hostEnd))) {
            throw new IllegalArgumentException("bad host");
        }
        int params = hostEnd;
        int port = -1;
        if (params < text.length() && text.charAt(params) == ':') {
            params++;
            int digits = params;
            while (params < text.length() && Ascii.isDigit(text.charAt(params)) && text.charAt(params) < 128) {
                params++;
            }
            port = params - digits > 5 || params == digits ? 0 : Integer.parseInt(text, digits, params, 10);
            if (port < 1 || port > 65535) {
                throw new IllegalArgumentException("bad port");
            }
        }
        int headers = text.indexOf('?', params);
        headers = headers < 0 ? text.length() : headers;
        if (params < headers && text.charAt(params) != ';') {
            throw new IllegalArgumentException("characters behind the host");
        }
        check(text, params, headers, PARAM + ";=");
        check(text, headers, text.length(), HEADER);
        String host = text.substring(from, hostEnd).toLowerCase(Locale.ROOT);
        return new SipUri(text, secure, user, host, port, params, headers);
    }

    /** Whether this is a host name, an IPv4 address, or an IPv6 address in brackets. */
    static boolean isHost(String host) {
        int length = host.length();
        if (length == 0 || length > 255) {
            return false;
        }
        if (host.charAt(0) == '[') {
            return host.charAt(length - 1) == ']' && isIpv6(host.substring(1, length - 1));
        }
        boolean numeric = true;
        boolean labelStart = true;
        for (int i = 0; i < length; i++) {
            char c = host.charAt(i);
            if (c == '.') {
                if (labelStart) {
                    return false;
                }
                labelStart = true;
                numeric &= i < length - 1;
                continue;
            }
            if (c > 127 || !(Ascii.isAlphanumeric(c) || c == '_' || (c == '-' && !labelStart))) {
                return false;
            }
            numeric = (labelStart || numeric) && Ascii.isDigit(c);
            labelStart = false;
        }
        return !numeric || InetAddresses.isInetAddress(host);
    }

    private static boolean isIpv6(String address) {
        return address.indexOf('%') < 0 && address.indexOf(':') >= 0 && InetAddresses.isInetAddress(address);
    }

    private static void check(String text, int from, int to, String marks) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '%' && i + 2 < to && isHex(text.charAt(i + 1)) && isHex(text.charAt(i + 2))) {
                i += 2;
            } else if (c > 127 || !(Ascii.isAlphanumeric(c) || marks.indexOf(c) >= 0 || (c == '?' && i == from))) {
                throw new IllegalArgumentException("bad character or escape in a URI");
            }
        }
    }

    private static boolean isHex(char c) {
        return c < 128 && Ascii.isHex(c);
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
