package io.switchboard.sip.message;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One Via value (RFC 3261 section 20.42).
 *
 * @param transport in upper case, such as UDP
 * @param host sent-by host as written, IPv6 in brackets
 * @param port sent-by port, -1 if absent
 * @param branch null if absent (RFC 2543)
 * @param received the address that the request came from, where it differs from the host; null if absent
 * @param rport the port that the request came from (RFC 3581); 0 if it is asked for and not filled in, -1 if absent
 * @param maddr where responses shall go instead (RFC 3261 section 18.2.2); null if absent
 * @param ttl of multicast, 0 to 255; -1 if absent
 */
public record Via(
        String transport,
        String host,
        int port,
        @Nullable String branch,
        @Nullable String received,
        int rport,
        @Nullable String maddr,
        int ttl) {
    private static final String[] TRANSPORTS = {"UDP", "TCP", "TLS", "WS", "WSS", "SCTP", "TLS-SCTP"};

    /**
     * The first value of a Via header.
     *
     * @throws IllegalArgumentException if it is not well-formed
     */
    public static Via parse(String text) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        Via via = parse(new Cursor(data, 0, data.length));
        if (via == null) {
            throw new IllegalArgumentException("not a Via value");
        }
        return via;
    }

    /** The value at the cursor, which is left behind it at a comma or the end; null if it is broken. */
    static @Nullable Via parse(Cursor in) {
        byte[] data = in.data;
        in.skipLws();
        int name = in.at;
        if (!in.token() || !Ascii.equalsIgnoreCase(data, name, in.at, "sip") || !in.skip('/')) {
            return null;
        }
        int version = in.at;
        if (!in.token() || !Ascii.equals(data, version, in.at, "2.0") || !in.skip('/')) {
            return null;
        }
        int transport = in.at;
        if (!in.token()) {
            return null;
        }
        String protocol = transport(data, transport, in.at);
        int gap = in.at;
        in.skipLws();
        int hostStart = in.at;
        if (gap == in.at || !in.host()) {
            return null;
        }
        String host = Ascii.text(data, hostStart, in.at);
        int port = -1;
        if (in.skip(':')) {
            int digits = in.at;
            in.token();
            port = (int) Ascii.number(data, digits, in.at, 65535);
            if (port <= 0) {
                return null;
            }
        }
        return params(in, protocol, host, port);
    }

    private static @Nullable Via params(Cursor in, String protocol, String host, int port) {
        byte[] data = in.data;
        String branch = null;
        String received = null;
        String maddr = null;
        int rport = -1;
        int ttl = -1;
        while (in.skip(';')) {
            int name = in.at;
            if (!in.token()) {
                return null;
            }
            int nameEnd = in.at;
            int value = in.at;
            if (in.skip('=')) {
                value = in.at;
                if (!in.paramValue()) {
                    return null;
                }
            }
            if (Ascii.equalsIgnoreCase(data, name, nameEnd, "branch")) {
                branch = Ascii.text(data, value, in.at);
            } else if (Ascii.equalsIgnoreCase(data, name, nameEnd, "rport")) {
                rport = value == in.at ? 0 : (int) Ascii.number(data, value, in.at, 65535);
                if (rport < 0) {
                    return null;
                }
            } else if (Ascii.equalsIgnoreCase(data, name, nameEnd, "received")) {
                received = Ascii.text(data, value, in.at);
            } else if (Ascii.equalsIgnoreCase(data, name, nameEnd, "maddr")) {
                maddr = Ascii.text(data, value, in.at);
            } else if (Ascii.equalsIgnoreCase(data, name, nameEnd, "ttl")) {
                ttl = (int) Ascii.number(data, value, in.at, 255);
                if (ttl < 0) {
                    return null;
                }
            }
        }
        in.skipLws();
        if (!in.done() && in.peek() != ',') {
            return null;
        }
        return new Via(protocol, host, port, branch, received, rport, maddr, ttl);
    }

    private static String transport(byte[] data, int from, int to) {
        for (String known : TRANSPORTS) {
            if (Ascii.equals(data, from, to, known)) {
                return known;
            }
        }
        return Ascii.text(data, from, to).toUpperCase(java.util.Locale.ROOT);
    }

    /** host or host:port, as in sent-by. */
    public String sentBy() {
        return port < 0 ? host : host + ":" + port;
    }
}
