package io.switchboard.sip.message;

import java.util.Arrays;
import java.util.Set;

/** A growing byte array that messages are spliced into. */
final class ByteSink {
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

    /** Appends text as UTF-8, without an intermediate array where it is ASCII. */
    @SuppressWarnings("deprecation") // getBytes(int, int, byte[], int) is the one copy of ASCII that allocates nothing
    ByteSink put(String text) {
        int chars = text.length();
        for (int i = 0; i < chars; i++) {
            if (text.charAt(i) > 0x7f) {
                return put(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        room(chars);
        text.getBytes(0, chars, data, length);
        length += chars;
        return this;
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

    /** A header line; neither name nor value may hold a line break or another control character. */
    ByteSink header(String name, String value) {
        return put(name).put(": ").put(checked(value)).crlf();
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

    /** Every line but those of these names and Content-Length, bytes and order unchanged. */
    void allBut(SipMessage from, Set<HeaderName> left) {
        int[] index = from.index();
        for (int at = 0; at < from.count * HeaderIndexer.STRIDE; at += HeaderIndexer.STRIDE) {
            HeaderName name = HeaderTable.name(HeaderIndexer.id(index[at + 1]));
            if (name == null || (name != HeaderName.CONTENT_LENGTH && !left.contains(name))) {
                line(from, at);
            }
        }
    }

    static String checked(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new IllegalArgumentException("control character in a header");
            }
        }
        return text;
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
