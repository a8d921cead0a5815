package io.switchboard.server.records;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A buffer that lines of JSON are written to, in UTF-8 (RFC 8259). Used again for each batch. */
final class JsonLines {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private byte[] bytes = new byte[1 << 16];
    private int size;

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /** What was written, for as long as nothing more is. */
    ByteBuffer written() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    /** Writes ASCII as it is. */
    @SuppressWarnings("deprecation") // it is ASCII, and this copies without a detour
    JsonLines raw(String ascii) {
        int length = ascii.length();
        room(length);
        ascii.getBytes(0, length, bytes, size);
        size += length;
        return this;
    }

    JsonLines number(long value) {
        return raw(Long.toString(value));
    }

    /** Writes a string with its quotes and what has to be escaped. */
    JsonLines text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        room(6 * text.length() + 2); // the longest that a character becomes
        bytes[size++] = '"';
        if (plain(utf8)) {
            System.arraycopy(utf8, 0, bytes, size, utf8.length);
            size += utf8.length;
        } else {
            characters(text);
        }
        bytes[size++] = '"';
        return this;
    }

    /** Whether nothing has to be escaped, and all is ASCII; a question mark may stand for half a surrogate pair. */
    private static boolean plain(byte[] utf8) {
        for (byte b : utf8) {
            if (b < ' ' || b == 0x7f || b == '"' || b == '\\' || b == '?') {
                return false;
            }
        }
        return true;
    }

    private void characters(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
                bytes[size++] = (byte) c;
            } else if (c == '"' || c == '\\') {
                bytes[size++] = '\\';
                bytes[size++] = (byte) c;
            } else if (c < 0x80) {
                escaped(c);
            } else if (c < 0x800) {
                bytes[size++] = (byte) (0xc0 | c >> 6);
                bytes[size++] = (byte) (0x80 | (c & 0x3f));
            } else if (!Character.isSurrogate(c)) {
                bytes[size++] = (byte) (0xe0 | c >> 12);
                bytes[size++] = (byte) (0x80 | (c >> 6 & 0x3f));
                bytes[size++] = (byte) (0x80 | (c & 0x3f));
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                bytes[size++] = (byte) (0xf0 | point >> 18);
                bytes[size++] = (byte) (0x80 | (point >> 12 & 0x3f));
                bytes[size++] = (byte) (0x80 | (point >> 6 & 0x3f));
                bytes[size++] = (byte) (0x80 | (point & 0x3f));
            } else {
                escaped(c); // half a pair is no character, but may stand in JSON as an escape
            }
        }
    }

    private void escaped(char c) {
        bytes[size++] = '\\';
        bytes[size++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[size++] = HEX[c >> shift & 0xf];
        }
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
