package io.switchboard.sip.auth;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The hashes of RFC 7616 section 3.4, with buffers that are used again: what is hashed is put together first, and given
 * to the digest as one. For one thread.
 */
final class DigestHash {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest[] digests = new MessageDigest[DigestAlgorithm.values().length];
    private final byte[] raw = new byte[32];
    private final byte[] response = new byte[64];
    private byte[] text = new byte[1024];
    private int length;

    /** Method and URI whose hash is known: phones all log in with the same. */
    private byte[] known = {};

    private DigestAlgorithm knownWith = DigestAlgorithm.MD5;
    private final byte[] ha2 = new byte[64];

    DigestHash() {
        try {
            digests[0] = MessageDigest.getInstance(DigestAlgorithm.SHA_256.token());
            digests[1] = MessageDigest.getInstance(DigestAlgorithm.MD5.token());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5 and SHA-256", e);
        }
    }

    /** HA1 as hex digits. */
    String ha1(DigestAlgorithm algorithm, String username, String realm, String password) {
        begin().add(username).colon().add(realm).colon().add(password).hex(algorithm, response);
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
        begin().add(method).colon().add(uri).ha2(algorithm);
        begin().add(ha1).colon().add(nonce).colon();
        if (!qop.isEmpty()) {
            add(nc).colon().add(cnonce).colon().add(qop).colon();
        }
        return responded(algorithm);
    }

    /**
     * The response with qop=auth that credentials have to hold, as above.
     *
     * @param ha1 holds HA1 as hex digits
     * @param ha1From where they begin
     */
    byte[] response(DigestAlgorithm algorithm, byte[] ha1, int ha1From, AuthParams credentials, String method) {
        begin().add(method).colon().add(credentials, AuthParams.URI).ha2(algorithm);
        begin().add(ha1, ha1From, ha1From + algorithm.hexLength()).colon();
        add(credentials, AuthParams.NONCE)
                .colon()
                .add(credentials, AuthParams.NC)
                .colon();
        add(credentials, AuthParams.CNONCE).colon().add("auth").colon();
        return responded(algorithm);
    }

    private byte[] responded(DigestAlgorithm algorithm) {
        add(ha2, 0, algorithm.hexLength()).hex(algorithm, response);
        return response;
    }

    /** Whether a response is the expected one; takes the same time wherever they differ. */
    static boolean equal(byte[] expected, int length, byte[] given, int from, int to) {
        int difference = (to - from) ^ length;
        for (int i = 0; i < length; i++) {
            int c = i < to - from ? given[from + i] : 0;
            difference |= expected[i] ^ (c >= 'A' && c <= 'F' ? c + 32 : c);
        }
        return difference == 0;
    }

    private DigestHash begin() {
        length = 0;
        return this;
    }

    private DigestHash add(byte[] from, int start, int end) {
        ensure(end - start);
        System.arraycopy(from, start, text, length, end - start);
        length += end - start;
        return this;
    }

    private DigestHash add(AuthParams params, int id) {
        int from = params.start(id);
        return add(params.source(id), from, from + params.length(id));
    }

    private DigestHash add(String more) {
        ensure(more.length());
        for (int i = 0; i < more.length(); i++) {
            char c = more.charAt(i);
            if (c > 127) {
                byte[] all = more.substring(i).getBytes(StandardCharsets.UTF_8);
                return add(all, 0, all.length);
            }
            text[length++] = (byte) c;
        }
        return this;
    }

    private DigestHash colon() {
        ensure(1);
        text[length++] = ':';
        return this;
    }

    private void ensure(int more) {
        if (text.length - length < more) {
            text = Arrays.copyOf(text, Math.max(2 * text.length, length + more));
        }
    }

    /** Sets HA2 to the hash of what was put together. */
    private void ha2(DigestAlgorithm algorithm) {
        if (knownWith != algorithm || !Arrays.equals(known, 0, known.length, text, 0, length)) {
            hex(algorithm, ha2);
            knownWith = algorithm;
            known = Arrays.copyOf(text, length);
        }
    }

    private void hex(DigestAlgorithm algorithm, byte[] target) {
        MessageDigest digest = digests[algorithm == DigestAlgorithm.SHA_256 ? 0 : 1];
        digest.update(text, 0, length);
        int bytes = algorithm.hexLength() / 2;
        try {
            digest.digest(raw, 0, bytes);
        } catch (DigestException e) {
            throw new IllegalStateException("the array is as long as the hash", e);
        }
        for (int i = 0; i < bytes; i++) {
            target[2 * i] = HEX[raw[i] >> 4 & 15];
            target[2 * i + 1] = HEX[raw[i] & 15];
        }
    }
}
