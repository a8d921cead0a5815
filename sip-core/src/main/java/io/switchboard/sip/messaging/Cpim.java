package io.switchboard.sip.messaging;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A message/cpim body (RFC 3862): a message's own headers, and the content with its MIME headers. */
final class Cpim {
    static final String TYPE = "message/cpim";

    private static final Set<String> PLAIN = Set.of("7bit", "8bit", "binary");
    private static final int MOST_HEADERS = 64;
    private static final String IMDN = "urn:ietf:params:imdn";

    private final List<String[]> headers = new ArrayList<>();
    private final List<String[]> mime = new ArrayList<>();
    private final byte @Nullable [] content;

    private Cpim(byte[] body, int[] at) {
        content = headers(body, at, headers) && headers(body, at, mime)
                ? Arrays.copyOfRange(body, at[0], body.length)
                : null;
    }

    /** Null if it is none, or broken: what is left of it then is not what its sender wrote. */
    static @Nullable Cpim parse(byte[] body) {
        Cpim parsed = new Cpim(body, new int[] {0});
        return parsed.content == null || parsed.contentType().isEmpty() ? null : parsed;
    }

    /** Reads header lines up to an empty one; not if one is no header, or could be none of SIP. */
    private static boolean headers(byte[] body, int[] at, List<String[]> into) {
        while (at[0] < body.length && into.size() < MOST_HEADERS) {
            int end = at[0];
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            int text = end > at[0] && body[end - 1] == '\r' ? end - 1 : end;
            String line = new String(body, at[0], text - at[0], StandardCharsets.UTF_8);
            at[0] = Math.min(body.length, end + 1);
            if (line.isEmpty()) {
                return true;
            }
            int colon = line.indexOf(':');
            if (colon < 1 || !isName(line, colon) || hasControls(line)) {
                return false;
            }
            into.add(new String[] {
                line.substring(0, colon).strip(), line.substring(colon + 1).strip()
            });
        }
        return false;
    }

    private static boolean isName(String line, int end) {
        return line.substring(0, end).strip().chars().noneMatch(c -> c <= ' ' || c == '<' || c == '"');
    }

    private static boolean hasControls(String line) {
        return line.chars().anyMatch(c -> c != '\t' && (c < ' ' || c == 127));
    }

    /** The first message header of a name of the IMDN namespace (RFC 5438 section 6), whatever its prefix is. */
    @Nullable String imdn(String name) {
        String prefix = "imdn";
        for (String[] header : headers) {
            int open = header[1].indexOf('<');
            if (header[0].equalsIgnoreCase("NS") && open >= 0 && header[1].contains("<" + IMDN + ">")) {
                prefix = header[1].substring(0, open).strip();
            }
        }
        return find(headers, prefix.isEmpty() ? name : prefix + "." + name);
    }

    /** Media type of the content, with its parameters. */
    String contentType() {
        String type = find(mime, "Content-Type");
        return type == null ? "" : type;
    }

    /** The content's Content-Encoding, or null. */
    @Nullable String contentEncoding() {
        return find(mime, "Content-Encoding");
    }

    byte[] content() {
        return Objects.requireNonNull(content); // else there was none
    }

    /** Whether the content can stand without its wrapper: it is no multipart, and not encoded for mail. */
    boolean standsAlone() {
        String encoding = find(mime, "Content-Transfer-Encoding");
        String type = type(contentType());
        return !type.startsWith("multipart/")
                && type.indexOf('/') > 0
                && (encoding == null || PLAIN.contains(encoding.toLowerCase(Locale.ROOT)));
    }

    private static @Nullable String find(List<String[]> among, String name) {
        for (String[] header : among) {
            if (header[0].equalsIgnoreCase(name)) {
                return header[1];
            }
        }
        return null;
    }

    /** A media type without its parameters, in lower case; "" for none. */
    static String type(@Nullable String value) {
        if (value == null) {
            return "";
        }
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
