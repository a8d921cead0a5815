package io.switchboard.sip.message;

import java.util.Arrays;

/**
 * Makes the offset index of a message in one pass over its header bytes. Four ints stand for a header line: its first
 * byte, its code (length of the name, folded or not, number of the name), and the range of its trimmed value; behind the
 * last one stands where the headers end.
 */
final class HeaderIndexer {
    static final int STRIDE = 4;
    static final int FOLDED = 1 << 8;
    private static final int ID_MASK = 0xff;
    private static final int NAME_SHIFT = 9;
    private static final int USUAL_HEADERS = 18;

    private HeaderIndexer() {}

    static int id(int code) {
        return code & ID_MASK;
    }

    static int nameLength(int code) {
        return code >>> NAME_SHIFT;
    }

    /** Fills in index, count, bodyStart, end and flaws of a message whose headersStart is set. */
    static void index(IndexedMessage message) {
        byte[] data = message.data;
        int limit = message.end;
        int[] index = new int[USUAL_HEADERS * STRIDE + 1];
        int count = 0;
        int flaws = 0;
        int lengthHeader = -1;
        int p = message.headersStart;
        boolean ended = false;
        while (p < limit) {
            if (data[p] == '\r' && p + 1 < limit && data[p + 1] == '\n') {
                ended = true;
                break;
            }
            if (count == Limits.HEADERS) {
                flaws |= Flaw.TOO_MANY;
                break;
            }
            if ((count + 1) * STRIDE >= index.length) {
                index = Arrays.copyOf(index, index.length * 2);
            }
            int line = p;
            while (p < limit && Ascii.isToken(data[p])) {
                p++;
            }
            int nameEnd = p;
            while (p < limit && (data[p] == ' ' || data[p] == '\t')) {
                p++;
            }
            int id = 0;
            if (p < limit && data[p] == ':' && nameEnd > line) {
                id = HeaderTable.find(data, line, nameEnd);
                p++;
            } else {
                flaws |= Flaw.HEADER_LINE;
                nameEnd = line;
                p = line;
            }
            int valueStart = p;
            int folded = 0;
            int lineEnd = -1;
            while (p < limit) {
                p = Ascii.control(data, p, limit);
                if (p == limit) {
                    break;
                }
                int b = data[p];
                if (b == '\t') {
                    p++;
                } else if (b == '\r' && p + 1 < limit && data[p + 1] == '\n') {
                    if (p + 2 < limit && (data[p + 2] == ' ' || data[p + 2] == '\t')) {
                        folded = FOLDED;
                        p += 3;
                    } else {
                        lineEnd = p;
                        p += 2;
                        break;
                    }
                } else {
                    flaws |= Flaw.CONTROL;
                    p++;
                }
            }
            int valueEnd = lineEnd < 0 ? limit : lineEnd;
            if (valueEnd - line > Limits.LINE) {
                flaws |= Flaw.TOO_LONG;
            }
            while (valueStart < valueEnd && Ascii.isLws(data[valueStart])) {
                valueStart++;
            }
            while (valueEnd > valueStart && Ascii.isLws(data[valueEnd - 1])) {
                valueEnd--;
            }
            int at = count++ * STRIDE;
            index[at] = line;
            index[at + 1] = (nameEnd - line) << NAME_SHIFT | folded | id;
            index[at + 2] = valueStart;
            index[at + 3] = valueEnd;
            if (id == CONTENT_LENGTH) {
                flaws |= lengthHeader >= 0 ? Flaw.CONTENT_LENGTH : 0;
                lengthHeader = at;
            }
        }
        index[count * STRIDE] = p;
        message.index = index;
        message.count = count;
        message.bodyStart = ended ? p + 2 : p;
        message.flaws |= flaws | (ended ? 0 : Flaw.NO_END);
        if (lengthHeader >= 0) {
            bound(message, index[lengthHeader + 2], index[lengthHeader + 3]);
        }
    }

    private static final int CONTENT_LENGTH = HeaderTable.id(HeaderName.CONTENT_LENGTH);

    /** Cuts the body to Content-Length (RFC 3261 section 18.3). */
    private static void bound(IndexedMessage message, int from, int to) {
        long length = Ascii.number(message.data, from, to, Integer.MAX_VALUE);
        if (length < 0) {
            message.flaws |= Flaw.CONTENT_LENGTH;
        } else if (length > message.end - message.bodyStart) {
            message.flaws |= Flaw.BODY_CUT;
        } else {
            message.end = message.bodyStart + (int) length;
        }
    }
}
