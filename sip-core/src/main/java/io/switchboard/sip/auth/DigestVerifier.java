package io.switchboard.sip.auth;

import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.ByteRange;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipRequest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
    /** Hashed in place of a hash that there is not; as long as the longest. */
    private static final byte[] NO_HASH = "0".repeat(64).getBytes(StandardCharsets.US_ASCII);

    private static final byte[] AUTH = "auth".getBytes(StandardCharsets.US_ASCII);

    private final NonceMint mint;
    private final NonceUse uses;
    private final FailureLimiter failures = new FailureLimiter();
    private final DigestHash hash = new DigestHash();
    private final DigestUri uris = new DigestUri();
    private final AuthParams params = new AuthParams();
    private final ByteRange value = new ByteRange();
    private final RandomTokens random;
    private final LongSupplier wallClock;
    private final long lifetime;
    /** What comes behind the nonce of a challenge: for MD5, for SHA-256. */
    private final String[] endings = new String[2];

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
        Arrays.setAll(
                endings,
                i -> "\", opaque=\"" + new String(mint.opaque(), StandardCharsets.US_ASCII)
                        + "\", algorithm=" + (i == 0 ? DigestAlgorithm.MD5 : DigestAlgorithm.SHA_256).token()
                        + ", qop=\"auth\"");
    }

    /** The first credentials for a realm, until the next are asked for; null if there are none. */
    @Nullable AuthParams credentials(SipRequest request, String realm) {
        return find(request, HeaderName.AUTHORIZATION, realm) || find(request, HeaderName.PROXY_AUTHORIZATION, realm)
                ? params
                : null;
    }

    private boolean find(SipRequest request, HeaderName header, String realm) {
        for (int line = 0; request.value(header, line, value); line++) {
            if (params.read(value.data(), value.from(), value.to()) && params.is(AuthParams.REALM, realm)) {
                return true;
            }
        }
        return false;
    }

    /** Verifies credentials that came with a request from an address. */
    Result verify(AuthParams params, SipRequest request, AccountDirectory directory, InetAddress source) {
        DigestAlgorithm algorithm = DigestAlgorithm.of(params);
        long count = count(params);
        if (algorithm == null
                || !directory.algorithms().contains(algorithm)
                || count <= 0
                || !params.is(AuthParams.QOP, AUTH)
                || params.length(AuthParams.CNONCE) == 0
                || !params.is(AuthParams.OPAQUE, mint.opaque())
                || !uris.matches(params, request.requestUri(), directory)) {
            return WRONG;
        }
        long now = wallClock.getAsLong();
        NonceMint.Minted minted = mint.verify(
                params.source(AuthParams.NONCE),
                params.start(AuthParams.NONCE),
                params.length(AuthParams.NONCE),
                algorithm,
                source);
        if (minted == null || now - minted.minted() > lifetime || minted.minted() - now > CLOCK_SLACK) {
            return STALE;
        }
        if (!failures.none() && failures.blocked(source, suspect(params), now)) {
            return new Result.Blocked();
        }
        AccountTable accounts = directory.table();
        int from = params.start(AuthParams.USERNAME);
        int place = accounts.find(params.source(AuthParams.USERNAME), from, from + params.length(AuthParams.USERNAME));
        int stored = place < 0 ? -1 : accounts.hash(place, algorithm);
        byte[] expected = hash.response(
                algorithm,
                stored < 0 ? NO_HASH : accounts.hashes(place),
                Math.max(0, stored),
                params,
                request.method());
        int given = params.start(AuthParams.RESPONSE);
        boolean right = DigestHash.equal(
                expected,
                algorithm.hexLength(),
                params.source(AuthParams.RESPONSE),
                given,
                given + params.length(AuthParams.RESPONSE));
        Account account = place < 0 ? null : accounts.account(place);
        if (!right || account == null || stored < 0) {
            failures.failed(source, suspect(params), now);
            return WRONG;
        }
        return uses.use(minted, count, now) ? new Result.Proven(account) : STALE;
    }

    private static String suspect(AuthParams params) {
        String user = params.text("username");
        return user.length() > LONGEST_SUSPECT ? user.substring(0, LONGEST_SUSPECT) : user;
    }

    /** The count of eight hex digits, or -1. */
    private static long count(AuthParams params) {
        if (params.length(AuthParams.NC) != 8) {
            return -1;
        }
        byte[] source = params.source(AuthParams.NC);
        int from = params.start(AuthParams.NC);
        long count = 0;
        for (int i = from; i < from + 8; i++) {
            int digit = Character.digit(source[i], 16);
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
                    + endings[algorithm == DigestAlgorithm.MD5 ? 0 : 1] + (stale ? ", stale=true" : ""));
        }
        return challenges;
    }
}
