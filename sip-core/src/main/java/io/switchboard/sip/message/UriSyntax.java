package io.switchboard.sip.message;

import com.google.common.net.InetAddresses;

/** The grammar of SIP URIs and hosts (RFC 3261 section 25.1) over bytes; allocates only for IPv6 addresses. */
final class UriSyntax {
    private static final int USER = 1;
    private static final int PASSWORD = 2;
    private static final int PARAM = 4;
    private static final int HEADER = 8;
    private static final byte[] CLASS = new byte[256];
    private static final int MAX_HOST = 255;

    static {
        mark("-_.!~*'()", USER | PASSWORD | PARAM | HEADER);
        mark("&=+$,", USER | PASSWORD);
        mark(";?/", USER);
        mark("[]/:&+$;=", PARAM);
        mark("[]/?:+$=&", HEADER);
        for (int c = 0; c < 128; c++) {
            CLASS[c] |= (byte) (Ascii.isAlphanumeric(c) ? USER | PASSWORD | PARAM | HEADER : 0);
        }
    }

    private UriSyntax() {}

    private static void mark(String characters, int kind) {
        for (int i = 0; i < characters.length(); i++) {
            CLASS[characters.charAt(i)] |= (byte) kind;
        }
    }

    /** Whether a character may stand in a user part without being escaped. */
    static boolean isUser(byte b) {
        return (CLASS[b & 0xff] & USER) != 0;
    }

    /** Where the range's scheme ends: at its colon; -1 if it has none. */
    static int schemeEnd(byte[] data, int from, int to) {
        if (to - from > 3 && data[from + 3] == ':' && data[from + 2] == 'p' && isSipScheme(data, from, from + 3)) {
            return from + 3;
        }
        int at = from;
        while (at < to && (Ascii.isAlphanumeric(data[at]) || data[at] == '+' || data[at] == '-' || data[at] == '.')) {
            at++;
        }
        return at > from && at < to && data[at] == ':' && !Ascii.isDigit(data[from]) ? at : -1;
    }

    /** Whether the range is a sip: or sips: URI. */
    static boolean isSip(byte[] data, int from, int to) {
        int at = schemeEnd(data, from, to);
        return at >= 0 && isSipScheme(data, from, at) && isSip(data, from, at, to);
    }

    /** The same of a range whose scheme is known to be one of these and to end there. */
    static boolean isSip(byte[] data, int from, int scheme, int to) {
        int at = scheme + 1;
        int user = indexOf(data, at, to, '@', '@');
        if (user < to) {
            int password = indexOf(data, at, user, ':', ':');
            if (password == at || !all(data, at, password, USER) || !all(data, password + 1, user, PASSWORD)) {
                return false;
            }
            at = user + 1;
        }
        int hostEnd = at < to && data[at] == '[' ? indexOf(data, at, to, ']', ']') + 1 : hostEnd(data, at, to);
        if (hostEnd > to || !isHost(data, at, hostEnd)) {
            return false;
        }
        at = hostEnd;
        if (at < to && data[at] == ':') {
            int portEnd = indexOf(data, at, to, ';', '?');
            if (portEnd - at > 6 || Ascii.number(data, at + 1, portEnd, 65535) < 1) {
                return false;
            }
            at = portEnd;
        }
        int headers = indexOf(data, at, to, '?', '?');
        return (at == headers || data[at] == ';')
                && all(data, at, headers, PARAM)
                && all(data, headers + 1, to, HEADER);
    }

    /** Whether a SIP URI has a headers part: a question mark that is none of its user part's. */
    static boolean hasHeaders(byte[] data, int from, int to) {
        int user = indexOf(data, from, to, '@', '@');
        return indexOf(data, user < to ? user : from, to, '?', '?') < to;
    }

    static boolean isSipScheme(byte[] data, int from, int to) {
        return Ascii.equalsIgnoreCase(data, from, to, "sip") || Ascii.equalsIgnoreCase(data, from, to, "sips");
    }

    /** Whether the range is a host name, an IPv4 address, or an IPv6 address in brackets. */
    static boolean isHost(byte[] data, int from, int to) {
        if (to <= from || to - from > MAX_HOST) {
            return false;
        }
        if (data[from] == '[') {
            String address = Ascii.text(data, from + 1, to - 1);
            return data[to - 1] == ']'
                    && address.indexOf(':') >= 0
                    && address.indexOf('%') < 0
                    && InetAddresses.isInetAddress(corrected(address));
        }
        boolean numeric = true;
        boolean labelStart = true;
        for (int i = from; i < to; i++) {
            byte b = data[i];
            boolean dot = b == '.';
            if (dot ? labelStart : !isLabel(b, labelStart)) {
                return false;
            }
            numeric &= dot || Ascii.isDigit(b);
            labelStart = dot;
        }
        return !numeric || isIpv4(data, from, to);
    }

    /** Whether digits and dots are four numbers up to 255, without leading zeros, which some would read as octal. */
    private static boolean isIpv4(byte[] data, int from, int to) {
        int dots = 0;
        int number = -1;
        for (int at = from; at < to; at++) {
            int digit = data[at] - '0';
            if (digit >= 0) {
                boolean leadingZero = number == 0;
                number = Math.max(number, 0) * 10 + digit;
                if (leadingZero || number > 255) {
                    return false;
                }
            } else if (number < 0) {
                return false;
            } else {
                dots++;
                number = -1;
            }
        }
        return dots == 3 && number >= 0;
    }

    /** RFC 3261's grammar allowed three colons before an IPv4 part; such addresses are about (RFC 5118 section 4.10). */
    static String corrected(String address) {
        return address.indexOf('.') < 0 ? address : address.replace(":::", "::");
    }

    /** Underscores are no part of the grammar, but of names in use. */
    private static boolean isLabel(int b, boolean first) {
        return Ascii.isAlphanumeric(b) || b == '_' || (b == '-' && !first);
    }

    private static int hostEnd(byte[] data, int from, int to) {
        int at = from;
        while (at < to && data[at] != ':' && data[at] != ';' && data[at] != '?') {
            at++;
        }
        return at;
    }

    private static int indexOf(byte[] data, int from, int to, char one, char other) {
        int at = from;
        while (at < to && data[at] != one && data[at] != other) {
            at++;
        }
        return at;
    }

    private static boolean all(byte[] data, int from, int to, int kind) {
        for (int i = from; i < to; i++) {
            if (data[i] == '%' && i + 2 < to && Ascii.isHex(data[i + 1]) && Ascii.isHex(data[i + 2])) {
                i += 2;
            } else if ((CLASS[data[i] & 0xff] & kind) == 0) {
                return false;
            }
        }
        return true;
    }
}
