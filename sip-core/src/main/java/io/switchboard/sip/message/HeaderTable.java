package io.switchboard.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds a known header by the bytes of its name, long or compact, in any case, without allocation. */
final class HeaderTable {
    private static final int SLOTS = 256;
    private static final byte[][] NAMES = new byte[SLOTS][];
    private static final byte[] IDS = new byte[SLOTS];
    private static final byte[] COMPACT = new byte[128];
    private static final HeaderName[] BY_ID = HeaderName.values();

    static {
        for (HeaderName name : BY_ID) {
            byte[] lower = name.text().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
            int slot = slot(lower, 0, lower.length);
            while (NAMES[slot] != null) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            NAMES[slot] = lower;
            IDS[slot] = (byte) id(name);
            if (name.compact() != '\0') {
                COMPACT[name.compact()] = (byte) id(name);
            }
        }
    }

    private HeaderTable() {}

    /** The number under which the index knows a header: 1 and up, 0 is any unknown one. */
    @SuppressWarnings("EnumOrdinal") // lives in the index of one process only, never written anywhere
    static int id(HeaderName name) {
        return name.ordinal() + 1;
    }

    static @Nullable HeaderName name(int id) {
        return id == 0 ? null : BY_ID[id - 1];
    }

    /** Looks a name up that consists of token characters; 0 if it is not known. */
    static int find(byte[] data, int from, int to) {
        int length = to - from;
        if (length == 1) {
            int letter = data[from] | 0x20;
            return letter >= 0 ? COMPACT[letter] : 0;
        }
        if (length == 0) {
            return 0;
        }
        int slot = slot(data, from, to);
        for (byte[] name = NAMES[slot]; name != null; name = NAMES[slot]) {
            if (name.length == length && same(data, from, name)) {
                return IDS[slot];
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        return 0;
    }

    /** The known header of that name, or null. */
    static @Nullable HeaderName find(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return Ascii.isToken(bytes, 0, bytes.length) ? name(find(bytes, 0, bytes.length)) : null;
    }

    private static boolean same(byte[] data, int from, byte[] lower) {
        for (int i = 0; i < lower.length; i++) {
            if (Ascii.lower(data[from + i]) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    private static int slot(byte[] data, int from, int to) {
        int first = data[from] | 0x20;
        int middle = data[(from + to) >>> 1] | 0x20;
        int last = data[to - 1] | 0x20;
        return (first * 7 + middle * 31 + last * 67 + (to - from) * 131) & (SLOTS - 1);
    }
}
