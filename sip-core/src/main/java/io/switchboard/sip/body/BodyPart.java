package io.switchboard.sip.body;

import com.google.common.base.Splitter;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipMessage;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A body, or one part of it (RFC 5621).
 *
 * @param contentType value of Content-Type
 * @param disposition value of Content-Disposition, "" for none
 * @param encodings value of Content-Encoding, "" for none
 * @param content as it came
 */
@SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
record BodyPart(String contentType, String disposition, String encodings, byte[] content) {
    private static final Splitter CODINGS = Splitter.on(',').trimResults().omitEmptyStrings();
    /** Codings on top of each other. */
    private static final int MOST_CODINGS = 2;

    static BodyPart of(SipMessage message) {
        return new BodyPart(
                text(message.value(HeaderName.CONTENT_TYPE)),
                text(message.value(HeaderName.CONTENT_DISPOSITION)),
                String.join(",", message.values(HeaderName.CONTENT_ENCODING)),
                message.body());
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** Type and subtype in lower case. */
    String type() {
        return word(contentType);
    }

    /** Disposition type in lower case. */
    String use() {
        return word(disposition);
    }

    /** Whether who does not understand it shall go on without it (RFC 5621 section 8.2); the usual is that it must. */
    boolean optional() {
        return "optional".equalsIgnoreCase(parameter(disposition, "handling"));
    }

    /**
     * The content without its codings.
     *
     * @param limit the most bytes that it may have
     * @throws BodyException 413 if it has more, 415 for an unknown coding, 400 if it is broken
     */
    byte[] decoded(int limit) throws BodyException {
        byte[] plain = content;
        int codings = 0;
        // What was applied last stands last (RFC 9110 section 8.4).
        for (String coding : CODINGS.splitToList(encodings).reversed()) {
            if (++codings > MOST_CODINGS) {
                throw new BodyException(415, "Too Many Content Codings");
            }
            plain = ContentCoding.decode(coding.toLowerCase(Locale.ROOT), plain, limit);
        }
        if (plain.length > limit) {
            throw new BodyException(413, "Body Too Large");
        }
        return plain;
    }

    private static String word(String value) {
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** A parameter of a header value, unquoted; "" if it is absent. */
    static String parameter(String value, String name) {
        int at = value.indexOf(';');
        while (at >= 0) {
            int from = at + 1;
            at = end(value, from);
            String parameter = value.substring(from, at < 0 ? value.length() : at);
            int equals = parameter.indexOf('=');
            if (equals > 0 && parameter.substring(0, equals).strip().equalsIgnoreCase(name)) {
                String found = parameter.substring(equals + 1).strip();
                boolean quoted = found.length() >= 2 && found.startsWith("\"") && found.endsWith("\"");
                return quoted ? found.substring(1, found.length() - 1).replaceAll("\\\\(.)", "$1") : found;
            }
        }
        return "";
    }

    /** Where the parameter that begins here ends: at a semicolon outside of quotes; -1 for the end of the text. */
    private static int end(String value, int from) {
        boolean quoted = false;
        for (int i = from; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == ';' && !quoted) {
                return i;
            }
        }
        return -1;
    }
}
