package io.switchboard.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The client's side of digest authentication (RFC 7616, RFC 8760). */
final class Digest {
    private Digest() {}

    /** The value of Authorization for a challenge. */
    static String answer(String challenge, String user, String password, String method, String uri, int count) {
        String algorithm = parameter(challenge, "algorithm");
        String realm = parameter(challenge, "realm");
        String nonce = parameter(challenge, "nonce");
        String opaque = parameter(challenge, "opaque");
        String nc = "%08x".formatted(count);
        String hash = algorithm.equalsIgnoreCase("SHA-256") ? "SHA-256" : "MD5";
        String ha1 = hex(hash, user + ":" + realm + ":" + password);
        String ha2 = hex(hash, method + ":" + uri);
        String response = hex(hash, ha1 + ":" + nonce + ":" + nc + ":0a4f113b:auth:" + ha2);
        return "Digest username=\"" + user + "\", realm=\"" + realm + "\", nonce=\"" + nonce + "\", uri=\"" + uri
                + "\", response=\"" + response + "\", cnonce=\"0a4f113b\", qop=auth, nc=" + nc
                + (algorithm.isEmpty() ? "" : ", algorithm=" + algorithm)
                + (opaque.isEmpty() ? "" : ", opaque=\"" + opaque + "\"");
    }

    /** What an administrator may store in place of a password. */
    static String ha1Md5(String user, String realm, String password) {
        return hex("MD5", user + ":" + realm + ":" + password);
    }

    /** Whether the value of an Authorization was made with this password. */
    static boolean proves(String credentials, String password, String method) {
        String hash = parameter(credentials, "algorithm").equalsIgnoreCase("SHA-256") ? "SHA-256" : "MD5";
        String ha1 =
                hex(hash, parameter(credentials, "username") + ":" + parameter(credentials, "realm") + ":" + password);
        String ha2 = hex(hash, method + ":" + parameter(credentials, "uri"));
        String middle = ":" + parameter(credentials, "nonce") + ":" + parameter(credentials, "nc") + ":"
                + parameter(credentials, "cnonce") + ":auth:";
        return hex(hash, ha1 + middle + ha2).equals(parameter(credentials, "response"));
    }

    /** A parameter of a challenge without its quotes; empty if it is not there. */
    static String parameter(String challenge, String name) {
        Matcher matcher = Pattern.compile("(?i)[ ,]" + name + "=(?:\"([^\"]*)\"|([^, ]+))")
                .matcher(challenge);
        if (!matcher.find()) {
            return "";
        }
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }

    private static String hex(String algorithm, String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
