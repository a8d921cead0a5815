package io.switchboard.sip.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Computes digest responses (RFC 7616 section 3.4.1). Keeps its hash objects: for one thread only. */
final class DigestHash {
    private final MessageDigest md5 = DigestAlgorithm.MD5.instance();
    private final MessageDigest sha256 = DigestAlgorithm.SHA_256.instance();

    private MessageDigest of(DigestAlgorithm algorithm) {
        return algorithm == DigestAlgorithm.MD5 ? md5 : sha256;
    }

    /** H(user:realm:password) as hex digits. */
    String ha1(DigestAlgorithm algorithm, String user, String realm, String password) {
        MessageDigest hash = of(algorithm);
        add(hash, user);
        hash.update((byte) ':');
        add(hash, realm);
        hash.update((byte) ':');
        add(hash, password);
        return new String(DigestAlgorithm.hex(hash.digest()), StandardCharsets.US_ASCII);
    }

    /** The response for qop "auth", as hex digits in ASCII. */
    byte[] response(
            DigestAlgorithm algorithm, String ha1, String nonce, String nc, String cnonce, String method, String uri) {
        MessageDigest hash = of(algorithm);
        add(hash, method);
        hash.update((byte) ':');
        add(hash, uri);
        byte[] ha2 = DigestAlgorithm.hex(hash.digest());
        add(hash, ha1);
        hash.update((byte) ':');
        add(hash, nonce);
        hash.update((byte) ':');
        add(hash, nc);
        hash.update((byte) ':');
        add(hash, cnonce);
        add(hash, ":auth:");
        hash.update(ha2);
        return DigestAlgorithm.hex(hash.digest());
    }

    private static void add(MessageDigest hash, String text) {
        hash.update(text.getBytes(StandardCharsets.UTF_8));
    }
}
