package io.switchboard.sip.auth;

import org.jspecify.annotations.Nullable;

/** Digest algorithms that are offered and understood (RFC 8760), the strongest first. */
public enum DigestAlgorithm {
    /** RFC 8760 section 2. */
    SHA_256("SHA-256", 32),
    /** RFC 7616; for phones that know nothing better. */
    MD5("MD5", 16);

    private final String token;
    private final int bytes;

    DigestAlgorithm(String token, int bytes) {
        this.token = token;
        this.bytes = bytes;
    }

    /** As in the algorithm parameter, which is also the name that Java knows it by. */
    String token() {
        return token;
    }

    /** Length of a hash as lower-case hex digits. */
    int hexLength() {
        return 2 * bytes;
    }

    /** The algorithm of a parameter value; absent means MD5 (RFC 7616 section 3.3). Null for one that is not known. */
    static @Nullable DigestAlgorithm of(@Nullable String parameter) {
        if (parameter == null || parameter.equalsIgnoreCase("MD5")) {
            return MD5;
        }
        return parameter.equalsIgnoreCase("SHA-256") ? SHA_256 : null;
    }

    /** The algorithm of credentials, as above. */
    static @Nullable DigestAlgorithm of(AuthParams credentials) {
        if (credentials.is(AuthParams.ALGORITHM, MD5.token)) {
            return MD5; // as we offer it, and phones repeat it
        }
        return of(credentials.get("algorithm"));
    }
}
