package io.switchboard.sip.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Parts of a multipart body (RFC 2046 section 5.1). Their content may be any bytes. */
final class Multipart {
    /** More than any phone sends. */
    static final int MOST_PARTS = 10;

    private static final int LONGEST_BOUNDARY = 70;
    private static final int LONGEST_HEAD = 8 << 10;

    private final byte[] body;
    private final byte[] delimiter;
    private final List<BodyPart> parts = new ArrayList<>(2);

    private Multipart(byte[] body, String boundary) {
        this.body = body;
        this.delimiter = ("--" + boundary).getBytes(ISO_8859_1);
    }

    /**
     * Takes a body apart.
     *
     * @param contentType its Content-Type, with the boundary
     * @throws BodyException 400 if it has no boundary, no parts or no end, or a part's headers are
     *     longer than 8 KB; 413 if it has more than {@link #MOST_PARTS}
     */
    static List<BodyPart> parts(String contentType, byte[] body) throws BodyException {
        String boundary = BodyPart.parameter(contentType, "boundary");
        if (boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            throw new BodyException(400, "No Boundary");
        }
        Multipart multipart = new Multipart(body, boundary);
        multipart.read();
        return multipart.parts;
    }

    private void read() throws BodyException {
        int at = next(0);
        while (at >= 0) {
            int behind = at + delimiter.length;
            if (starts(behind, "--")) {
                if (parts.isEmpty()) {
                    break;
                }
                return;
            }
            if (parts.size() == MOST_PARTS) {
                throw new BodyException(413, "Too Many Parts");
            }
            int from = lineEnd(behind);
            at = next(from);
            if (at >= 0) {
                parts.add(part(from, contentEnd(from, at)));
            }
        }
        throw new BodyException(400, "Malformed Multipart Body");
    }

    /** The next delimiter at the beginning of a line. */
    private int next(int from) {
        for (int i = from; i <= body.length - delimiter.length; i++) {
            if ((i == 0 || body[i - 1] == '\n')
                    && Arrays.equals(body, i, i + delimiter.length, delimiter, 0, delimiter.length)
                    && endsThere(i + delimiter.length)) {
                return i;
            }
        }
        return -1;
    }

    /** So that a boundary which begins with another one is not taken for it. */
    private boolean endsThere(int at) {
        return at == body.length
                || starts(at, "--")
                || body[at] == '\r'
                || body[at] == '\n'
                || body[at] == ' '
                || body[at] == '\t';
    }

    private boolean starts(int at, String text) {
        return at + text.length() <= body.length && new String(body, at, text.length(), ISO_8859_1).equals(text);
    }

    /** Where the next line begins. */
    private int lineEnd(int from) {
        for (int i = from; i < body.length; i++) {
            if (body[i] == '\n') {
                return i + 1;
            }
        }
        return body.length;
    }

    /** The line end before a delimiter belongs to it. */
    private int contentEnd(int from, int at) {
        int end = at - 1;
        return Math.max(from, end > from && body[end - 1] == '\r' ? end - 1 : end);
    }

    private BodyPart part(int from, int end) throws BodyException {
        String type = "text/plain"; // RFC 2045 section 5.2
        String disposition = "";
        String encodings = "";
        int at = from;
        while (at < end) {
            int next = headLine(at, from, end);
            String line = text(at, next);
            at = next;
            if (line.isEmpty()) {
                break;
            }
            if (folded(at, end)) {
                StringBuilder unfolded = new StringBuilder(line);
                while (folded(at, end)) {
                    next = headLine(at, from, end);
                    unfolded.append(' ').append(text(at, next));
                    at = next;
                }
                line = unfolded.toString();
            }
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1).strip();
            switch (colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
                case "content-type", "c" -> type = value;
                case "content-disposition" -> disposition = value;
                case "content-encoding", "e" -> encodings = value;
                default -> {} // such as Content-ID and Content-Length
            }
        }
        return new BodyPart(type, disposition, encodings, Arrays.copyOfRange(body, at, end));
    }

    /** Where the line of a part's headers ends that begins here. */
    private int headLine(int at, int from, int end) throws BodyException {
        int next = Math.min(lineEnd(at), end);
        if (next - from > LONGEST_HEAD) {
            throw new BodyException(400, "Part Headers Too Long");
        }
        return next;
    }

    private boolean folded(int at, int end) {
        return at < end && (body[at] == ' ' || body[at] == '\t');
    }

    private String text(int from, int to) {
        return new String(body, from, to - from, ISO_8859_1).strip();
    }
}
