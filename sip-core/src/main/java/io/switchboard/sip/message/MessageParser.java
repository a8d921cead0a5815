package io.switchboard.sip.message;

import org.jspecify.annotations.Nullable;

/**
 * Makes messages from bytes. It is lenient on purpose: what is wrong is noted in the message and judged by {@link
 * Validator}, so that a broken request can still be answered.
 */
public final class MessageParser {
    private MessageParser() {}

    /**
     * A message from a datagram or from a frame of a stream. The array becomes the message's own: it must not be written
     * to afterwards. Content-Length cuts the body; without one the body is the rest (RFC 3261 section 18.3).
     *
     * @return null if the first line is neither a request's nor a response's
     */
    public static @Nullable SipMessage parse(byte[] data, int offset, int length) {
        int limit = offset + length;
        int start = offset;
        while (start < limit && (data[start] == '\r' || data[start] == '\n')) {
            start++;
        }
        int lineEnd = start;
        while (lineEnd < limit && data[lineEnd] != '\r' && data[lineEnd] != '\n') {
            lineEnd++;
        }
        int headers = lineEnd + 1 < limit && data[lineEnd] == '\r' && data[lineEnd + 1] == '\n' ? lineEnd + 2 : -1;
        if (headers < 0 || lineEnd - start > Limits.LINE) {
            return null;
        }
        SipMessage message = isResponse(data, start, lineEnd)
                ? response(data, start, lineEnd, limit)
                : request(data, start, lineEnd, limit);
        if (message != null) {
            message.index();
        }
        return message;
    }

    private static boolean isResponse(byte[] data, int from, int to) {
        return to - from > 4 && Ascii.equalsIgnoreCase(data, from, from + 4, "sip/");
    }

    private static SipResponse response(byte[] data, int start, int lineEnd, int limit) {
        int versionEnd = indexOf(data, start, lineEnd, ' ');
        int statusEnd = indexOf(data, Math.min(versionEnd + 1, lineEnd), lineEnd, ' ');
        int status = statusEnd - versionEnd - 1 == 3 ? (int) Ascii.number(data, versionEnd + 1, statusEnd, 999) : -1;
        int reason = Math.min(statusEnd + 1, lineEnd);
        SipResponse response = new SipResponse(data, start, limit, lineEnd + 2, status, reason, lineEnd);
        response.flaws = version(data, start, versionEnd) | (status < 100 ? Flaw.START_LINE : 0);
        return response;
    }

    private static @Nullable SipRequest request(byte[] data, int start, int lineEnd, int limit) {
        int methodEnd = start;
        while (methodEnd < lineEnd && Ascii.isToken(data[methodEnd])) {
            methodEnd++;
        }
        if (methodEnd == start || methodEnd >= lineEnd || data[methodEnd] != ' ') {
            return null;
        }
        int textEnd = lineEnd;
        while (data[textEnd - 1] == ' ' || data[textEnd - 1] == '\t') {
            textEnd--;
        }
        int version = textEnd;
        while (version > methodEnd && data[version - 1] != ' ') {
            version--;
        }
        int uriEnd = Math.max(methodEnd + 1, version - 1);
        String method = Methods.of(data, start, methodEnd);
        SipRequest request = new SipRequest(data, start, limit, lineEnd + 2, method, methodEnd + 1, uriEnd);
        int flaws = version(data, version, textEnd);
        boolean three = version > methodEnd + 1 && textEnd == lineEnd;
        for (int i = methodEnd + 1; i < uriEnd; i++) {
            three &= (data[i] > ' ' && data[i] != 0x7f) || data[i] < 0;
        }
        request.flaws = flaws | (three && uriEnd > methodEnd + 1 ? 0 : Flaw.START_LINE);
        return flaws == Flaw.START_LINE ? null : request;
    }

    private static int version(byte[] data, int from, int to) {
        if (Ascii.equalsIgnoreCase(data, from, to, "sip/2.0")) {
            return 0;
        }
        if (!isResponse(data, from, to)) {
            return Flaw.START_LINE;
        }
        int dot = indexOf(data, from + 4, to, '.');
        boolean numbers = Ascii.number(data, from + 4, dot, Integer.MAX_VALUE) >= 0
                && Ascii.number(data, Math.min(dot + 1, to), to, Integer.MAX_VALUE) >= 0;
        return numbers ? Flaw.VERSION : Flaw.START_LINE;
    }

    private static int indexOf(byte[] data, int from, int to, char c) {
        int i = from;
        while (i < to && data[i] != c) {
            i++;
        }
        return i;
    }
}
