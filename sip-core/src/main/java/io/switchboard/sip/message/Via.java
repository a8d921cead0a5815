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
        ViaReader reader = new ViaReader();
        return reader.read(in, strict) ? reader.via(in.data) : null;
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
