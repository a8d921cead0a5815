package io.switchboard.server.config;

import com.google.common.primitives.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Digest hashes of an account (RFC 7616 section 3.4.2, RFC 8760), lower-case hex. They are as good as the password within
 * their realm, and useless elsewhere.
 */
public record Ha1(String md5, String sha256) {
    /** Hashes user:realm:password; the password in UTF-8. */
    public static Ha1 of(String user, String realm, byte[] password) {
        byte[] text = Bytes.concat((user + ":" + realm + ":").getBytes(StandardCharsets.UTF_8), password);
        return new Ha1(hash("MD5", text), hash("SHA-256", text));
    }

    private static String hash(String algorithm, byte[] text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }

    @Override
    public String toString() {
        return "HA1"; // never the hashes
    }
}
