package io.switchboard.sip.auth;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes nonces that need no memory: the time, a random number, and an HMAC over both, over the algorithm that the nonce
 * was offered with, so that one offered for SHA-256 is worth nothing with MD5, and over the address that it was given
 * to, so that nobody can use up attempts in another's name. For one thread.
 */
final class NonceMint {
    /** Bytes: time in milliseconds (8), random (8), the first of the HMAC-SHA256 (14); 40 characters. */
    private static final int TIME = 0;

    private static final int RANDOM = 8;
    private static final int MAC = 16;
    private static final int LENGTH = 30;

    private final Mac mac;
    private final byte[] bytes = new byte[LENGTH];
    private final String opaque;

    /**
     * A nonce of ours.
     *
     * @param minted wall-clock milliseconds
     * @param id its random number
     */
    record Minted(long minted, long id) {}

    NonceMint(byte[] key) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
        byte[] hash = mac.doFinal("opaque".getBytes(StandardCharsets.US_ASCII));
        opaque = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 12));
    }

    /** The opaque parameter of all challenges. */
    String opaque() {
        return opaque;
    }

    /** A nonce of this time for an algorithm and an address, made of a random number. */
    String mint(DigestAlgorithm algorithm, InetAddress source, long now, long random) {
        put(TIME, now);
        put(RANDOM, random);
        System.arraycopy(sign(bytes, algorithm, source), 0, bytes, MAC, LENGTH - MAC);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** What a nonce says of itself; null if it was not made with this key for this algorithm and address. */
    @Nullable Minted verify(String nonce, DigestAlgorithm algorithm, InetAddress source) {
        if (nonce.length() != LENGTH * 4 / 3) {
            return null;
        }
        byte[] given;
        try {
            given = Base64.getUrlDecoder().decode(nonce);
        } catch (IllegalArgumentException e) {
            return null;
        }
        byte[] expected = Arrays.copyOf(sign(given, algorithm, source), LENGTH - MAC);
        if (!MessageDigest.isEqual(expected, Arrays.copyOfRange(given, MAC, LENGTH))) {
            return null;
        }
        return new Minted(get(given, TIME), get(given, RANDOM));
    }

    private byte[] sign(byte[] nonce, DigestAlgorithm algorithm, InetAddress source) {
        mac.update(nonce, 0, MAC);
        mac.update((byte) algorithm.hexLength());
        mac.update(source.getAddress());
        return mac.doFinal();
    }

    private void put(int at, long value) {
        for (int i = 0; i < 8; i++) {
            bytes[at + i] = (byte) (value >>> (56 - 8 * i));
        }
    }

    private static long get(byte[] from, int at) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | (from[at + i] & 0xff);
        }
        return value;
    }
}
