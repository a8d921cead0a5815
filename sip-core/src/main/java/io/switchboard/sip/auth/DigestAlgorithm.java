package io.switchboard.sip.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** Hash algorithms of digest authentication, strongest first (RFC 7616 section 3.2, RFC 8760 section 2.4). */
public enum DigestAlgorithm {
    /** SHA-256. */
    SHA_256("SHA-256"),
    /** MD5, for phones that know no other. */
    MD5("MD5");

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final String token;

    DigestAlgorithm(String token) {
        this.token = token;
    }

    /** As written in the {@code algorithm} parameter. */
    public String token() {
        return token;
    }

    /** The algorithm that a parameter names; absent means MD5; null for one that is not offered. */
    static @Nullable DigestAlgorithm of(@Nullable String token) {
        if (token == null || token.equalsIgnoreCase(MD5.token)) {
            return MD5;
        }
        return token.equalsIgnoreCase(SHA_256.token) ? SHA_256 : null;
    }

    /** HA1 of an account under this algorithm, empty if it has none. */
    String ha1(Account account) {
        return this == MD5 ? account.ha1Md5() : account.ha1Sha256();
    }

    MessageDigest instance() {
        try {
            return MessageDigest.getInstance(token);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + token, e);
        }
    }

    /** Lower-case hex digits of a hash, as bytes. */
    static byte[] hex(byte[] hash) {
        byte[] text = new byte[hash.length * 2];
        for (int i = 0; i < hash.length; i++) {
            text[2 * i] = HEX[(hash[i] >> 4) & 15];
            text[2 * i + 1] = HEX[hash[i] & 15];
        }
        return text;
    }
}
