package io.switchboard.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
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
        Via via = parse(new Cursor(data, 0, data.length), true);
        if (via == null) {
            throw new IllegalArgumentException("not a Via value");
        }
        return via;
    }

    /**
     * The value at the cursor, which is left behind it at a comma or the end; null if it is broken. What is not read
     * strictly may have another version, and parameters are read up to the first broken one: enough for an answer.
     */
    static @Nullable Via parse(Cursor in, boolean strict) {
        byte[] data = in.data;
        in.skipLws();
        int name = in.at;
        if (!in.token() || !Ascii.equalsIgnoreCase(data, name, in.at, "sip") || !in.skip('/')) {
            return null;
        }
        int version = in.at;
        if (!in.token() || (strict && !Ascii.equals(data, version, in.at, "2.0")) || !in.skip('/')) {
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
        int hostEnd = in.at;
        String host = Ascii.text(data, hostStart, hostEnd);
        int port = -1;
        if (in.skip(':')) {
            int digits = in.at;
            in.token();
            port = (int) Ascii.number(data, digits, in.at, 65535);
            if (port <= 0) {
                return null;
            }
        }
        if (!UriSyntax.isHost(data, hostStart, hostEnd)) {
            return null;
        }
        Params params = new Params();
        boolean sound = params.read(in);
        in.skipLws();
        if (strict && !(sound && (in.done() || in.peek() == ','))) {
            return null;
        }
        return new Via(protocol, host, port, params.branch, params.received, params.rport, params.maddr, params.ttl);
    }

    /** Reads the parameters that matter to a server. */
    private static final class Params {
        private @Nullable String branch;
        private @Nullable String received;
        private @Nullable String maddr;
        private int rport = -1;
        private int ttl = -1;

        /** False at the first broken one. */
        boolean read(Cursor in) {
            while (in.skip(';')) {
                int name = in.at;
                if (!in.token()) {
                    return false;
                }
                int nameEnd = in.at;
                int value = in.at;
                if (in.skip('=')) {
                    value = in.at;
                    if (!in.paramValue()) {
                        return false;
                    }
                }
                if (!set(in.data, name, nameEnd, value, in.at)) {
                    return false;
                }
            }
            return true;
        }

        private boolean set(byte[] data, int name, int nameEnd, int value, int end) {
            if (Ascii.equalsIgnoreCase(data, name, nameEnd, "branch")) {
                boolean first = branch == null;
                branch = first ? Ascii.text(data, value, end) : branch;
                return first;
            }
            if (Ascii.equalsIgnoreCase(data, name, nameEnd, "rport")) {
                rport = value == end ? 0 : (int) Ascii.number(data, value, end, 65535);
                return rport >= 0;
            }
            if (Ascii.equalsIgnoreCase(data, name, nameEnd, "received")) {
                received = received == null ? Ascii.text(data, value, end) : received;
            } else if (Ascii.equalsIgnoreCase(data, name, nameEnd, "maddr")) {
                maddr = Ascii.text(data, value, end);
            } else if (Ascii.equalsIgnoreCase(data, name, nameEnd, "ttl")) {
                ttl = (int) Ascii.number(data, value, end, 255);
                return ttl >= 0;
            }
            return true;
        }
    }

    private static String transport(byte[] data, int from, int to) {
        for (String known : TRANSPORTS) {
            if (Ascii.equals(data, from, to, known)) {
                return known;
            }
        }
        return Ascii.text(data, from, to).toUpperCase(Locale.ROOT);
    }

    /** The same as it came from there. */
    Via from(@Nullable String address, int sourcePort) {
        return new Via(transport, host, port, branch, address, sourcePort, maddr, ttl);
    }

    /** host or host:port, as in sent-by. */
    public String sentBy() {
        return port < 0 ? host : host + ":" + port;
    }
}
