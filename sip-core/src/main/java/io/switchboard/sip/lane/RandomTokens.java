package io.switchboard.sip.lane;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Random;

/**
 * Unguessable tokens for branches, tags and Call-IDs: 64 random bits each, as 13 characters of {@code a-z2-7}, which
 * stay the same to a peer that ignores case. Random bytes are fetched 8 KB at a time, so that a token costs no system
 * call. For one lane only.
 */
public final class RandomTokens {
    /** Characters of a token. */
    public static final int LENGTH = 13;

    private static final byte[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER = 8192;

    private final Random source;
    private final byte[] buffer = new byte[BUFFER];
    private int used = BUFFER;

    /** Tokens from the system's secure random source. */
    public RandomTokens() {
        this(new SecureRandom());
    }

    /** @param source where the bytes come from: {@link SecureRandom}, or a seeded one in a simulation */
    public RandomTokens(Random source) {
        this.source = source;
    }

    /** A fresh token. */
    public String token() {
        return encode(nextLong());
    }

    /** 64 random bits. */
    public long nextLong() {
        if (used == BUFFER) {
            source.nextBytes(buffer);
            used = 0;
        }
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | (buffer[used] & 0xFF);
            buffer[used++] = 0; // a token is not to be found in memory once it is out of use
        }
        return value;
    }

    /** 64 bits as a token. */
    @SuppressWarnings("deprecation") // the only way to make a Latin-1 string without decoding
    public static String encode(long bits) {
        byte[] text = new byte[LENGTH];
        encode(bits, text, 0);
        return new String(text, 0, 0, LENGTH);
    }

    /** Writes 64 bits as a token of {@link #LENGTH} bytes. */
    public static void encode(long bits, byte[] target, int offset) {
        for (int i = LENGTH - 1; i >= 0; i--) {
            target[offset + i] = ALPHABET[(int) bits & 31];
            bits >>>= 5;
        }
    }

    /**
     * The bits of the token at an offset of a text, which must have {@link #LENGTH} characters there.
     *
     * @return 0 if it is not a token made by {@link #encode}, or is that of 0
     */
    public static long decode(CharSequence text, int offset) {
        long bits = 0;
        for (int i = 0; i < LENGTH; i++) {
            int digit = digit(text.charAt(offset + i));
            if (digit < 0 || (i == 0 && digit > 15)) {
                return 0;
            }
            bits = bits << 5 | digit;
        }
        return bits;
    }

    private static int digit(char c) {
        if (c >= 'a' && c <= 'z') {
            return c - 'a';
        }
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
    }
}
