package io.switchboard.sip.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Character classes of RFC 3261 section 25.1 and small readers over byte ranges; nothing here allocates but text(). */
final class Ascii {
    private static final int TOKEN = 1;
    private static final int DIGIT = 2;
    private static final int HEX = 4;
    private static final int ALPHANUMERIC = 8;
    private static final byte[] CLASS = classes();
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Ascii() {}

    private static byte[] classes() {
        byte[] table = new byte[256];
        for (int c = 0; c < 128; c++) {
            boolean digit = c >= '0' && c <= '9';
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean hex = digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            boolean token = digit || letter || "-.!%*_+`'~".indexOf(c) >= 0;
            table[c] = (byte) ((token ? TOKEN : 0)
                    | (digit ? DIGIT : 0)
                    | (hex ? HEX : 0)
                    | (digit || letter ? ALPHANUMERIC : 0));
        }
        return table;
    }

    static boolean isToken(int b) {
        return (CLASS[b & 0xff] & TOKEN) != 0;
    }

    static boolean isDigit(int b) {
        return (CLASS[b & 0xff] & DIGIT) != 0;
    }

    static boolean isAlphanumeric(int b) {
        return (CLASS[b & 0xff] & ALPHANUMERIC) != 0;
    }

    static boolean isHex(int b) {
        return (CLASS[b & 0xff] & HEX) != 0;
    }

    /** The first control character (below the space, or DEL) at or behind a place; {@code to} if there is none. */
    static int control(byte[] data, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long eight = (long) LONGS.get(data, at);
            long deletes = eight ^ 0x7f7f7f7f7f7f7f7fL;
            long below = (eight - 0x2020202020202020L) & ~eight;
            long found = (below | ((deletes - 0x0101010101010101L) & ~deletes)) & 0x8080808080808080L;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3); // a borrow can only lead astray behind the first
            }
        }
        while (at < to && (data[at] < 0 || (data[at] >= ' ' && data[at] != 0x7f))) {
            at++;
        }
        return at;
    }

    /** White space as it stands inside a folded value: SP, HTAB, and the CR and LF of a fold. */
    static boolean isLws(int b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    static int lower(int b) {
        return b >= 'A' && b <= 'Z' ? b | 0x20 : b;
    }

    static boolean isToken(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isToken(data[i])) {
                return false;
            }
        }
        return to > from;
    }

    /** Whether the range holds this lower-case ASCII text, in any case. */
    static boolean equalsIgnoreCase(byte[] data, int from, int to, String lowerCase) {
        if (to - from != lowerCase.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (lower(data[i]) != lowerCase.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    static boolean equals(byte[] data, int from, int to, String text) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (data[i] != text.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    /** The decimal number that fills the range; -1 if it is empty, holds anything else, or exceeds {@code max}. */
    static long number(byte[] data, int from, int to, long max) {
        if (to <= from) {
            return -1;
        }
        long n = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(data[i])) {
                return -1;
            }
            n = n * 10 + (data[i] - '0');
            if (n > max) {
                return -1;
            }
        }
        return n;
    }

    static String text(byte[] data, int from, int to) {
        return to <= from ? "" : new String(data, from, to - from, StandardCharsets.UTF_8);
    }

    /** The text with each fold (white space around a line break) made one space (RFC 3261 section 7.3.1). */
    static String unfolded(byte[] data, int from, int to) {
        byte[] flat = new byte[to - from];
        int n = 0;
        int i = from;
        while (i < to) {
            if (isLws(data[i])) {
                int run = i;
                boolean fold = false;
                while (i < to && isLws(data[i])) {
                    fold |= data[i] == '\n';
                    i++;
                }
                if (fold) {
                    flat[n++] = ' ';
                } else {
                    System.arraycopy(data, run, flat, n, i - run);
                    n += i - run;
                }
            } else {
                flat[n++] = data[i++];
            }
        }
        return text(flat, 0, n);
    }
}
