package io.switchboard.media.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.switchboard.media.sdp.SdpException.Fault;
import io.switchboard.media.sdp.SdpSession.Origin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one body in one pass: each line is looked at by its letter, and only the letters v, o, c, m, a matter. */
final class SdpParser {
    private final byte[] body;
    /** The part of the current line's value that is still to be read. */
    private int at;

    private int end;

    private @Nullable Origin origin;
    private @Nullable String sessionAddress;
    private @Nullable Direction sessionDirection;
    private final List<Stream> streams = new ArrayList<>(2);

    /** A stream under construction. */
    private static final class Stream {
        final String kind;
        final int port;
        final String protocol;
        final List<String> formats;

        @Nullable String address;

        @Nullable Direction direction;

        final List<String> attributes = new ArrayList<>();

        Stream(String kind, int port, String protocol, List<String> formats) {
            this.kind = kind;
            this.port = port;
            this.protocol = protocol;
            this.formats = formats;
        }
    }

    SdpParser(byte[] body) {
        this.body = body;
    }

    SdpSession parse() throws SdpException {
        if (body.length > SdpSession.MAX_BYTES) {
            throw unacceptable("longer than " + SdpSession.MAX_BYTES + " bytes");
        }
        int lines = 0;
        int next = 0;
        while (next < body.length) {
            int lineEnd = next;
            while (lineEnd < body.length && body[lineEnd] != '\n' && body[lineEnd] != '\r') {
                lineEnd++;
            }
            if (lineEnd > next) {
                if (++lines > SdpSession.MAX_LINES) {
                    throw unacceptable("more than " + SdpSession.MAX_LINES + " lines");
                }
                line(next, lineEnd, lines);
            }
            next = lineEnd + 1;
        }
        return session();
    }

    private void line(int start, int lineEnd, int number) throws SdpException {
        if (lineEnd - start < 2 || body[start + 1] != '=') {
            throw malformed("line " + number + " is not of the form letter=value");
        }
        at = start + 2;
        end = lineEnd;
        if (number == 1 && body[start] != 'v') {
            throw malformed("the first line is not v=");
        }
        switch (body[start]) {
            case 'v' -> version(number);
            case 'o' -> origin();
            case 'c' -> connection();
            case 'm' -> media();
            case 'a' -> attribute();
            default -> {}
        }
    }

    private void version(int number) throws SdpException {
        if (number != 1) {
            throw malformed("v= stands elsewhere than first");
        }
        if (!token("version").equals("0")) {
            throw unacceptable("a version other than 0");
        }
    }

    /** o=user id version IN IP4 address (RFC 8866 §5.2). */
    private void origin() throws SdpException {
        if (origin != null || !streams.isEmpty()) {
            throw malformed("a second or late o= line");
        }
        String user = token("user of o=");
        String id = digits("session id of o=");
        String version = digits("version of o=");
        network("o=");
        origin = new Origin(user, id, version, token("address of o="));
    }

    /** c=IN IP4 address, with an optional /ttl or /count that only multicast has (RFC 8866 §5.7). */
    private void connection() throws SdpException {
        network("c=");
        String address = token("address of c=");
        int slash = address.indexOf('/');
        address = slash < 0 ? address : address.substring(0, slash);
        if (streams.isEmpty()) {
            sessionAddress = address;
        } else {
            Stream last = streams.get(streams.size() - 1);
            last.address = last.address == null ? address : last.address;
        }
    }

    /** m=kind port[/count] protocol format … (RFC 8866 §5.14). */
    private void media() throws SdpException {
        if (streams.size() == SdpSession.MAX_MEDIA) {
            throw unacceptable("more than " + SdpSession.MAX_MEDIA + " streams");
        }
        String kind = token("kind of m=");
        int port = port(token("port of m="));
        String protocol = token("protocol of m=");
        List<String> formats = new ArrayList<>();
        formats.add(token("format of m="));
        for (String format = nextToken(); format != null; format = nextToken()) {
            if (formats.size() == SdpSession.MAX_FORMATS) {
                throw unacceptable("more than " + SdpSession.MAX_FORMATS + " formats");
            }
            formats.add(format);
        }
        streams.add(new Stream(kind, port, protocol, formats));
    }

    private void attribute() {
        Direction direction = directionHere();
        if (streams.isEmpty()) {
            sessionDirection = direction != null ? direction : sessionDirection;
            return;
        }
        Stream last = streams.get(streams.size() - 1);
        if (direction != null) {
            last.direction = direction;
        } else {
            last.attributes.add(new String(body, at, end - at, UTF_8));
        }
    }

    private @Nullable Direction directionHere() {
        int length = end - at;
        while (length > 0 && body[at + length - 1] == ' ') {
            length--;
        }
        return switch (length) {
            case 8 ->
                is("sendrecv")
                        ? Direction.SENDRECV
                        : is("sendonly")
                                ? Direction.SENDONLY
                                : is("recvonly") ? Direction.RECVONLY : is("inactive") ? Direction.INACTIVE : null;
            default -> null;
        };
    }

    private boolean is(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (body[at + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private SdpSession session() throws SdpException {
        if (origin == null) {
            throw malformed(body.length == 0 ? "empty" : "no o= line");
        }
        List<MediaDescription> media = new ArrayList<>(streams.size());
        for (Stream s : streams) {
            String address = s.address != null ? s.address : sessionAddress;
            if (address == null && s.port != 0) {
                throw malformed("a stream in use without any c= line");
            }
            Direction direction = s.direction != null ? s.direction : sessionDirection;
            media.add(new MediaDescription(
                    s.kind,
                    s.port,
                    s.protocol,
                    s.formats,
                    address,
                    direction != null ? direction : Direction.SENDRECV,
                    s.attributes));
        }
        return new SdpSession(origin, sessionAddress, media);
    }

    private void network(String where) throws SdpException {
        if (!token("network of " + where).equalsIgnoreCase("IN")) {
            throw unacceptable("a network other than IN in " + where);
        }
        String type = token("address type of " + where);
        if (!type.equalsIgnoreCase("IP4") && !type.equalsIgnoreCase("IP6")) {
            throw unacceptable("an address type other than IP4 and IP6 in " + where);
        }
    }

    private static int port(String text) throws SdpException {
        int slash = text.indexOf('/');
        int digits = slash < 0 ? text.length() : slash;
        int port = 0;
        for (int i = 0; i < digits; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || (port = port * 10 + (c - '0')) > 65_535) {
                throw malformed("a port that is no number from 0 to 65535");
            }
        }
        if (digits == 0) {
            throw malformed("an empty port");
        }
        return port;
    }

    private String digits(String what) throws SdpException {
        String text = token(what);
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                throw malformed("the " + what + " is no number");
            }
        }
        return text;
    }

    private String token(String what) throws SdpException {
        String token = nextToken();
        if (token == null) {
            throw malformed("the " + what + " is missing");
        }
        return token;
    }

    private @Nullable String nextToken() {
        while (at < end && (body[at] == ' ' || body[at] == '\t')) {
            at++;
        }
        int start = at;
        while (at < end && body[at] != ' ' && body[at] != '\t') {
            at++;
        }
        return at == start ? null : new String(body, start, at - start, UTF_8);
    }

    private static SdpException malformed(String what) {
        return new SdpException(Fault.MALFORMED, "malformed session description: " + what);
    }

    private static SdpException unacceptable(String what) {
        return new SdpException(Fault.UNACCEPTABLE, "session description not acceptable: " + what);
    }
}
