package io.switchboard.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte array that messages are spliced into. */
final class ByteSink {
    private static final int CONTENT_LENGTH = HeaderTable.id(HeaderName.CONTENT_LENGTH);
    private static final byte[] COLON = {':', ' '};
    private static final String CONTROL = "control character in a header";

    byte[] data;
    int length;

    ByteSink(int capacity) {
        data = new byte[capacity];
    }

    private void room(int more) {
        if (data.length - length < more) {
            data = Arrays.copyOf(data, Math.max(length + more, data.length * 2));
        }
    }

    ByteSink put(byte[] from, int start, int end) {
        room(end - start);
        System.arraycopy(from, start, data, length, end - start);
        length += end - start;
        return this;
    }

    ByteSink put(byte[] from) {
        return put(from, 0, from.length);
    }

    /** Appends text as UTF-8. */
    ByteSink put(String text) {
        return put(text.getBytes(StandardCharsets.UTF_8)); // faster than to look at each character
    }

    ByteSink put(int number) {
        if (number >= 10) {
            put(number / 10);
        }
        room(1);
        data[length++] = (byte) ('0' + number % 10);
        return this;
    }

    ByteSink crlf() {
        room(2);
        data[length++] = '\r';
        data[length++] = '\n';
        return this;
    }

    /** A header line; the value may hold no line break or another control character. */
    ByteSink header(HeaderName name, String value) {
        return put(name.begin()).value(value);
    }

    /** The same with a name that is {@linkplain #checkedName checked}. */
    ByteSink header(String name, String value) {
        return put(name).put(COLON).value(value);
    }

    private ByteSink value(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int at = Ascii.control(bytes, 0, bytes.length);
        while (at < bytes.length) {
            if (bytes[at] != '\t') {
                throw new IllegalArgumentException(CONTROL);
            }
            at = Ascii.control(bytes, at + 1, bytes.length);
        }
        return put(bytes).crlf();
    }

    /** One header line of a message with its folds, bytes unchanged. */
    ByteSink line(IndexedMessage from, int at) {
        int start = from.lineStart(at);
        int end = from.lineEnd(at);
        put(from.data, start, end);
        return end - start >= 2 && from.data[end - 1] == '\n' && from.data[end - 2] == '\r' ? this : crlf();
    }

    /** Every line of that name, bytes unchanged; never Content-Length, which the builder writes. */
    void lines(SipMessage from, HeaderName name) {
        int id = HeaderTable.id(name);
        if (name != HeaderName.CONTENT_LENGTH) {
            for (int at = from.find(id, 0); at >= 0; at = from.find(id, at + HeaderIndexer.STRIDE)) {
                line(from, at);
            }
        }
    }

    /** Every line but those of either set and Content-Length, bytes and order unchanged. */
    void allBut(SipMessage from, HeaderSet left, HeaderSet leftToo) {
        int[] index = from.index();
        for (int at = 0; at < from.count * HeaderIndexer.STRIDE; at += HeaderIndexer.STRIDE) {
            int id = HeaderIndexer.id(index[at + 1]);
            if (id != CONTENT_LENGTH && !left.has(id) && !leftToo.has(id)) {
                line(from, at);
            }
        }
    }

    static String checked(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isControl(text.charAt(i))) {
                throw new IllegalArgumentException(CONTROL);
            }
        }
        return text;
    }

    private static boolean isControl(int c) {
        return (c >= 0 && c < ' ' && c != '\t') || c == 0x7f;
    }

    static String checkedName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) > 0x7e || !Ascii.isToken(name.charAt(i))) {
                throw new IllegalArgumentException("not a header name");
            }
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException("empty header name");
        }
        return name;
    }
}
