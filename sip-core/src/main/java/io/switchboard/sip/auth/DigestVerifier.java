package io.switchboard.sip.auth;

import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Verifies digest credentials (RFC 7616, RFC 8760, RFC 3261 section 22) and makes challenges. It keeps what outlives a
 * configuration: the key, the counts of nonces, the failures. Belongs to one lane.
 *
 * <p>Of an unknown user, a user without a hash for the algorithm, and a wrong password it says the same after the same
 * work: the hashes are computed in any case.
 */
public final class DigestVerifier {
    private static final int NONCES = 250_000;
    /** A clock that was set back may have minted this much later, in milliseconds. */
    private static final long CLOCK_SLACK = 5_000;

    private static final int LONGEST_SUSPECT = 64;
    /** Hashed in place of a hash that there is not; as long as one, so that it takes as long. */
    private static final String NO_MD5 = "0".repeat(32);

    private static final String NO_SHA_256 = "0".repeat(64);

    private final NonceMint mint;
    private final NonceUse uses;
    private final FailureLimiter failures = new FailureLimiter();
    private final DigestHash hash = new DigestHash();
    private final RandomTokens random;
    private final LongSupplier wallClock;
    private final long lifetime;

    /** What the credentials of a request are worth. */
    sealed interface Result {
        /** They prove that this account sent it. */
        record Proven(Account account) implements Result {}

        /** There are none, or they are wrong; stale if only the nonce is to blame. */
        record Unproven(boolean stale) implements Result {}

        /** This source has failed too often. */
        record Blocked() implements Result {}
    }

    private static final Result WRONG = new Result.Unproven(false);
    private static final Result STALE = new Result.Unproven(true);

    /**
     * A verifier that has seen nothing yet.
     *
     * @param key secret that nonces are signed with, at least 16 bytes; the same after a restart
     * @param lifetimeMillis how long a nonce is fresh
     * @param wallClock milliseconds since the epoch
     */
    public DigestVerifier(byte[] key, long lifetimeMillis, LongSupplier wallClock, RandomTokens random) {
        if (key.length < 16) {
            throw new IllegalArgumentException("a key for nonces has at least 16 bytes");
        }
        this.mint = new NonceMint(key);
        this.uses = new NonceUse(NONCES, lifetimeMillis);
        this.lifetime = lifetimeMillis;
        this.wallClock = wallClock;
        this.random = random;
    }

    /** The first credentials for a realm; null if there are none. */
    static @Nullable AuthParams credentials(SipRequest request, String realm) {
        AuthParams found = credentials(request, HeaderName.AUTHORIZATION, realm);
        return found != null ? found : credentials(request, HeaderName.PROXY_AUTHORIZATION, realm);
    }

    private static @Nullable AuthParams credentials(SipRequest request, HeaderName header, String realm) {
        if (!request.has(header)) {
            return null;
        }
        List<String> values = request.values(header);
        for (int i = 0; i < values.size(); i++) {
            AuthParams params = AuthParams.parse(values.get(i));
            if (params != null && params.text("realm").equals(realm)) {
                return params;
            }
        }
        return null;
    }

    /** Verifies credentials that came with a request from an address. */
    Result verify(AuthParams params, SipRequest request, AccountDirectory directory, InetAddress source) {
        DigestAlgorithm algorithm = DigestAlgorithm.of(params.get("algorithm"));
        String nonce = params.text("nonce");
        String uri = params.text("uri");
        long count = count(params.text("nc"));
        if (algorithm == null
                || !directory.algorithms().contains(algorithm)
                || count <= 0
                || !params.text("qop").equals("auth")
                || params.text("cnonce").isEmpty()
                || !params.text("opaque").equals(mint.opaque())
                || !DigestUri.matches(uri, request.requestUri(), directory)) {
            return WRONG;
        }
        long now = wallClock.getAsLong();
        NonceMint.Minted minted = mint.verify(nonce, algorithm, source);
        if (minted == null || now - minted.minted() > lifetime || minted.minted() - now > CLOCK_SLACK) {
            return STALE;
        }
        String user = params.text("username");
        String suspect = user.length() > LONGEST_SUSPECT ? user.substring(0, LONGEST_SUSPECT) : user;
        if (failures.blocked(source, suspect, now)) {
            return new Result.Blocked();
        }
        Account account = directory.account(user);
        String stored = account == null ? "" : account.ha1(algorithm);
        String ha1 = !stored.isEmpty() ? stored : algorithm == DigestAlgorithm.MD5 ? NO_MD5 : NO_SHA_256;
        byte[] expected = hash.response(
                algorithm, ha1, nonce, params.text("nc"), params.text("cnonce"), "auth", request.method(), uri);
        boolean right = DigestHash.equal(expected, algorithm.hexLength(), params.text("response"));
        if (!right || account == null || stored.isEmpty()) {
            failures.failed(source, suspect, now);
            return WRONG;
        }
        return uses.use(minted, count, now) ? new Result.Proven(account) : STALE;
    }

    /** The count of eight hex digits, or -1. */
    private static long count(String nc) {
        if (nc.length() != 8) {
            return -1;
        }
        long count = 0;
        for (int i = 0; i < 8; i++) {
            int digit = Character.digit(nc.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            count = count << 4 | digit;
        }
        return count;
    }

    /** Challenges for a realm, one for each algorithm in this order (RFC 8760 section 2.4). */
    List<String> challenges(String realm, InetAddress source, boolean stale, List<DigestAlgorithm> algorithms) {
        List<String> challenges = new ArrayList<>(2);
        long now = wallClock.getAsLong();
        for (DigestAlgorithm algorithm : algorithms) {
            challenges.add("Digest realm=\"" + realm
                    + "\", nonce=\"" + mint.mint(algorithm, source, now, random.nextLong())
                    + "\", opaque=\"" + mint.opaque()
                    + "\", algorithm=" + algorithm.token()
                    + ", qop=\"auth\"" + (stale ? ", stale=true" : ""));
        }
        return challenges;
    }
}
