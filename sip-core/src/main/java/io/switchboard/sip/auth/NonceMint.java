package io.switchboard.sip.auth;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes nonces that need no memory: the time, a random number, and a MAC over both, over the algorithm that the nonce
 * was offered with, so that one offered for SHA-256 is worth nothing with MD5, and over the address that it was given
 * to, so that nobody can use up attempts in another's name. For one thread.
 */
final class NonceMint {
    /** Bytes: time in milliseconds (8), random (8), the first of the MAC (14); 40 characters. */
    private static final int TIME = 0;

    private static final int RANDOM = 8;
    private static final int MAC = 16;
    private static final int LENGTH = 30;
    private static final int CHARACTERS = LENGTH * 4 / 3;

    private final SipHash mac;
    private final byte[] bytes = new byte[LENGTH];
    private final byte[] characters = new byte[CHARACTERS];
    private final ByteBuffer view = ByteBuffer.wrap(bytes);
    private final byte[] opaque;

    /**
     * A nonce of ours.
     *
     * @param minted wall-clock milliseconds
     * @param id its random number
     */
    record Minted(long minted, long id) {}

    NonceMint(byte[] key) {
        opaque = Base64.getUrlEncoder().withoutPadding().encode(Arrays.copyOf(derived(key, "opaque"), 12));
        ByteBuffer secret = ByteBuffer.wrap(derived(key, "nonce"));
        mac = new SipHash(secret.getLong(), secret.getLong());
    }

    private static byte[] derived(byte[] key, String purpose) {
        try {
            Mac hmac = Mac.getInstance("HmacSHA256");
            hmac.init(new SecretKeySpec(key, "HmacSHA256"));
            return hmac.doFinal(purpose.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }

    /** The opaque parameter of all challenges, in ASCII. */
    byte[] opaque() {
        return opaque;
    }

    /** A nonce of this time for an algorithm and an address, made of a random number. */
    String mint(DigestAlgorithm algorithm, InetAddress source, long now, long random) {
        sign(algorithm, source, now, random);
        view.putLong(TIME, now).putLong(RANDOM, random).putLong(MAC, mac.first());
        // The first six bytes of the second half: the last two of the eight lie behind the nonce.
        long second = mac.second();
        for (int i = 0; i < LENGTH - MAC - Long.BYTES; i++) {
            bytes[MAC + Long.BYTES + i] = (byte) (second >>> (56 - 8 * i));
        }
        Base64.getUrlEncoder().encode(bytes, characters);
        return new String(characters, StandardCharsets.ISO_8859_1);
    }

    /** What a nonce says of itself; null if it was not made with this key for this algorithm and address. */
    @Nullable Minted verify(byte[] data, int from, int length, DigestAlgorithm algorithm, InetAddress source) {
        if (length != CHARACTERS) {
            return null;
        }
        System.arraycopy(data, from, characters, 0, CHARACTERS);
        try {
            Base64.getUrlDecoder().decode(characters, bytes);
        } catch (IllegalArgumentException e) {
            return null;
        }
        long minted = view.getLong(TIME);
        long random = view.getLong(RANDOM);
        sign(algorithm, source, minted, random);
        // Both halves in any case, so that it takes the same time wherever they differ.
        long difference = mac.first() ^ view.getLong(MAC);
        long rest = view.getLong(LENGTH - Long.BYTES) ^ mac.second() >>> 16; // of eight bytes two are the first half's
        return (difference | rest << 16) == 0 ? new Minted(minted, random) : null;
    }

    private void sign(DigestAlgorithm algorithm, InetAddress source, long time, long random) {
        mac.begin().add(time).add(random);
        if (source instanceof Inet4Address) {
            // Its hash code is the address itself, without a copy of its bytes.
            mac.add((long) algorithm.hexLength() << 40 | 4L << 32 | (source.hashCode() & 0xFFFF_FFFFL));
            return;
        }
        ByteBuffer address = ByteBuffer.wrap(source.getAddress());
        mac.add((long) algorithm.hexLength() << 40 | 16L << 32)
                .add(address.getLong())
                .add(address.getLong());
    }
}
