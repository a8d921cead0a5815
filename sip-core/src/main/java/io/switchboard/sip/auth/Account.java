package io.switchboard.sip.auth;

/**
 * A local user as the administrator configured it.
 *
 * @param user user part of the address of record, and the digest username
 * @param domain one of the server's domains, lower case
 * @param displayName shown to others where the phone gives none; may be empty
 * @param ha1Md5 32 lower-case hex digits of MD5(user:domain:password), or empty
 * @param ha1Sha256 64 lower-case hex digits of SHA-256(user:domain:password), or empty
 */
public record Account(String user, String domain, String displayName, String ha1Md5, String ha1Sha256) {
    /** Address of record without scheme: {@code user@domain}. */
    public String aor() {
        return user + "@" + domain;
    }

    /** HA1 for an algorithm, or empty. */
    String ha1(DigestAlgorithm algorithm) {
        return algorithm == DigestAlgorithm.MD5 ? ha1Md5 : ha1Sha256;
    }

    @Override
    public String toString() {
        return aor(); // never the hashes: they are as good as the password
    }
}
