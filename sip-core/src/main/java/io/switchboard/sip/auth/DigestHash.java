package io.switchboard.sip.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hashes of RFC 7616 section 3.4, with buffers that are used again; for one thread. */
final class DigestHash {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest[] digests = new MessageDigest[DigestAlgorithm.values().length];
    private final byte[] ascii = new byte[1024];
    private final byte[] ha2 = new byte[64];
    private final byte[] response = new byte[64];

    DigestHash() {
        try {
            digests[0] = MessageDigest.getInstance(DigestAlgorithm.SHA_256.token());
            digests[1] = MessageDigest.getInstance(DigestAlgorithm.MD5.token());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5 and SHA-256", e);
        }
    }

    private MessageDigest digest(DigestAlgorithm algorithm) {
        return digests[algorithm == DigestAlgorithm.SHA_256 ? 0 : 1];
    }

    /** HA1 as hex digits. */
    String ha1(DigestAlgorithm algorithm, String username, String realm, String password) {
        MessageDigest digest = digest(algorithm);
        update(digest, username);
        digest.update((byte) ':');
        update(digest, realm);
        digest.update((byte) ':');
        update(digest, password);
        hex(digest.digest(), response);
        return new String(response, 0, algorithm.hexLength(), StandardCharsets.US_ASCII);
    }

    /**
     * The response with qop=auth, or as of RFC 2069 where qop is empty.
     *
     * @return hex digits, in an array that is used again; only {@link DigestAlgorithm#hexLength} of them count
     */
    byte[] response(
            DigestAlgorithm algorithm,
            String ha1,
            String nonce,
            String nc,
            String cnonce,
            String qop,
            String method,
            String uri) {
        MessageDigest digest = digest(algorithm);
        update(digest, method);
        digest.update((byte) ':');
        update(digest, uri);
        hex(digest.digest(), ha2);
        update(digest, ha1);
        digest.update((byte) ':');
        update(digest, nonce);
        digest.update((byte) ':');
        if (!qop.isEmpty()) {
            update(digest, nc);
            digest.update((byte) ':');
            update(digest, cnonce);
            digest.update((byte) ':');
            update(digest, qop);
            digest.update((byte) ':');
        }
        digest.update(ha2, 0, algorithm.hexLength());
        hex(digest.digest(), response);
        return response;
    }

    /** Whether a response is the expected one; takes the same time wherever they differ. */
    static boolean equal(byte[] expected, int length, String given) {
        int difference = given.length() ^ length;
        for (int i = 0; i < length; i++) {
            int c = i < given.length() ? given.charAt(i) : 0;
            difference |= expected[i] ^ (c >= 'A' && c <= 'F' ? c + 32 : c);
        }
        return difference == 0;
    }

    private void update(MessageDigest digest, String text) {
        int length = text.length();
        if (length <= ascii.length) {
            int i = 0;
            while (i < length && text.charAt(i) < 128) {
                ascii[i] = (byte) text.charAt(i);
                i++;
            }
            if (i == length) {
                digest.update(ascii, 0, length);
                return;
            }
        }
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void hex(byte[] bytes, byte[] target) {
        for (int i = 0; i < bytes.length; i++) {
            target[2 * i] = HEX[bytes[i] >> 4 & 15];
            target[2 * i + 1] = HEX[bytes[i] & 15];
        }
    }
}
