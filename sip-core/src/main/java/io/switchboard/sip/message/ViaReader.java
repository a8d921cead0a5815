package io.switchboard.sip.message;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads one Via value (RFC 3261 section 20.42) and notes where its parts are; text is made of them only for a {@link Via}. */
final class ViaReader {
    private static final String[] TRANSPORTS = {"UDP", "TCP", "TLS", "WS", "WSS", "SCTP", "TLS-SCTP"};
    private static final int ABSENT = -1;
    /** In lower case. */
    private static final String COOKIE = "z9hg4bk";

    private int transport;
    private int transportEnd;
    private int host;
    private int hostEnd;
    private int port = -1;
    private int branch = ABSENT;
    private int branchEnd;
    private int received = ABSENT;
    private int receivedEnd;
    private int maddr = ABSENT;
    private int maddrEnd;
    private int rport = -1;
    private int ttl = -1;

    /** Reads the value at the cursor as {@link Via#parse(Cursor, boolean)} says; false if it is broken. Once for each reader. */
    boolean read(Cursor in, boolean strict) {
        byte[] data = in.data;
        in.skipLws();
        int name = in.at;
        if (!in.token() || !Ascii.equalsIgnoreCase(data, name, in.at, "sip") || !in.skip('/')) {
            return false;
        }
        int version = in.at;
        if (!in.token() || (strict && !Ascii.equals(data, version, in.at, "2.0")) || !in.skip('/')) {
            return false;
        }
        transport = in.at;
        if (!in.token()) {
            return false;
        }
        transportEnd = in.at;
        in.skipLws();
        host = in.at;
        if (transportEnd == in.at || !in.host()) {
            return false;
        }
        hostEnd = in.at;
        if (in.skip(':')) {
            int digits = in.at;
            in.token();
            port = (int) Ascii.number(data, digits, in.at, 65535);
            if (port <= 0) {
                return false;
            }
        }
        if (!UriSyntax.isHost(data, host, hostEnd)) {
            return false;
        }
        boolean sound = params(in);
        in.skipLws();
        return !strict || (sound && (in.done() || in.peek() == ','));
    }

    /** Reads the parameters that matter to a server; false at the first broken one. */
    private boolean params(Cursor in) {
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
            boolean first = branch == ABSENT;
            branch = first ? value : branch;
            branchEnd = first ? end : branchEnd;
            return first;
        }
        if (Ascii.equalsIgnoreCase(data, name, nameEnd, "rport")) {
            rport = value == end ? 0 : (int) Ascii.number(data, value, end, 65535);
            return rport >= 0;
        }
        if (Ascii.equalsIgnoreCase(data, name, nameEnd, "received")) {
            boolean first = received == ABSENT;
            received = first ? value : received;
            receivedEnd = first ? end : receivedEnd;
        } else if (Ascii.equalsIgnoreCase(data, name, nameEnd, "maddr")) {
            maddr = value;
            maddrEnd = end;
        } else if (Ascii.equalsIgnoreCase(data, name, nameEnd, "ttl")) {
            ttl = (int) Ascii.number(data, value, end, 255);
            return ttl >= 0;
        }
        return true;
    }

    /** Whether what was read has no branch, or one that identifies a transaction: not the bare cookie (RFC 4475 section 3.2.1). */
    boolean identifies(byte[] data) {
        int length = branchEnd - branch;
        return branch == ABSENT
                || (length > 0
                        && length <= Limits.IDENTIFIER
                        && !Ascii.equalsIgnoreCase(data, branch, branchEnd, COOKIE));
    }

    /** The same of a branch as text, null for none. */
    static boolean identifies(@Nullable String branch) {
        return branch == null
                || (!branch.isEmpty() && branch.length() <= Limits.IDENTIFIER && !branch.equalsIgnoreCase(COOKIE));
    }

    /** What was read. */
    Via via(byte[] data) {
        return new Via(
                transport(data),
                Ascii.text(data, host, hostEnd),
                port,
                text(data, branch, branchEnd),
                text(data, received, receivedEnd),
                rport,
                text(data, maddr, maddrEnd),
                ttl);
    }

    private static @Nullable String text(byte[] data, int from, int to) {
        return from == ABSENT ? null : Ascii.text(data, from, to);
    }

    private String transport(byte[] data) {
        for (String known : TRANSPORTS) {
            if (Ascii.equals(data, transport, transportEnd, known)) {
                return known;
            }
        }
        return Ascii.text(data, transport, transportEnd).toUpperCase(Locale.ROOT);
    }
}
