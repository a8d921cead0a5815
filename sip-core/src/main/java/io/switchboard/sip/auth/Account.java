package io.switchboard.sip.auth;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A local user as the administrator configured it. Immutable. */
public final class Account {
    private final String user;
    private final String domain;
    private final String displayName;
    private final String ha1Md5;
    private final String ha1Sha256;
    private final String aor;

    /**
     * An account.
     *
     * @param user user part of the address of record, and the digest username
     * @param domain one of the server's domains, lower case
     * @param displayName shown to others where the phone gives none; may be empty
     * @param ha1Md5 32 lower-case hex digits of MD5(user:domain:password), or empty
     * @param ha1Sha256 64 lower-case hex digits of SHA-256(user:domain:password), or empty
     */
    public Account(String user, String domain, String displayName, String ha1Md5, String ha1Sha256) {
        this.user = user;
        this.domain = domain;
        this.displayName = displayName;
        this.ha1Md5 = ha1Md5;
        this.ha1Sha256 = ha1Sha256;
        this.aor = user + "@" + domain;
    }

    /** User part of the address of record, and the digest username. */
    public String user() {
        return user;
    }

    /** One of the server's domains, lower case. */
    public String domain() {
        return domain;
    }

    /** Shown to others where the phone gives none; may be empty. */
    public String displayName() {
        return displayName;
    }

    /** 32 lower-case hex digits of MD5(user:domain:password), or empty. */
    public String ha1Md5() {
        return ha1Md5;
    }

    /** 64 lower-case hex digits of SHA-256(user:domain:password), or empty. */
    public String ha1Sha256() {
        return ha1Sha256;
    }

    /** Address of record without scheme: {@code user@domain}; the same object each time. */
    public String aor() {
        return aor;
    }

    /** HA1 for an algorithm, or empty. */
    String ha1(DigestAlgorithm algorithm) {
        return algorithm == DigestAlgorithm.MD5 ? ha1Md5 : ha1Sha256;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Account that
                        && aor.equals(that.aor)
                        && user.equals(that.user)
                        && displayName.equals(that.displayName)
                        && ha1Md5.equals(that.ha1Md5)
                        && ha1Sha256.equals(that.ha1Sha256));
    }

    @Override
    public int hashCode() {
        return Objects.hash(aor, displayName, ha1Md5, ha1Sha256);
    }

    @Override
    public String toString() {
        return aor; // never the hashes: they are as good as the password
    }
}
