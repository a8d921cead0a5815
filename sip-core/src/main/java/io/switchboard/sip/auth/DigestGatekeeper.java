package io.switchboard.sip.auth;

import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.transport.Flow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * Knows trunks by where they send from, and accounts by digest (RFC 7616, RFC 8760, RFC 3261 section 22). Who is neither
 * is challenged, whether the user exists or not, with the same answer after the same work.
 */
public final class DigestGatekeeper implements Gatekeeper {
    private static final Account NOBODY = new Account("", "", "", "0".repeat(32), "0".repeat(64));

    private final Lane lane;
    private final AccountDirectory accounts;
    private final TrunkSources trunks;
    private final Nonces nonces;
    private final GuessGuard guard;
    private final DigestHash hash = new DigestHash();

    /** Which trunk sends on a flow. */
    @FunctionalInterface
    public interface TrunkSources {
        /** Name of the trunk that the flow's address or certificate belongs to, or null. */
        @Nullable String trunkOf(Flow flow);
    }

    /**
     * A gatekeeper on one snapshot of the configuration.
     *
     * @param nonces and {@code guard} go on from snapshot to snapshot
     */
    public DigestGatekeeper(
            Lane lane, AccountDirectory accounts, TrunkSources trunks, Nonces nonces, GuessGuard guard) {
        this.lane = lane;
        this.accounts = accounts;
        this.trunks = trunks;
        this.nonces = nonces;
        this.guard = guard;
    }

    @Override
    public Admission admit(SipRequest request, Flow flow) {
        boolean register = request.method().equals(Request.REGISTER);
        DigestParams credentials = credentials(request);
        if (credentials == null) {
            String trunk = register ? null : trunks.trunkOf(flow);
            return trunk == null ? challenge(register, false) : new Admission.FromTrunk(trunk);
        }
        return verify(request, flow, credentials, register);
    }

    /** The credentials for our realm; those for other realms are others' business. */
    private @Nullable DigestParams credentials(SipRequest request) {
        DigestParams found = forRealm(request, HeaderName.AUTHORIZATION);
        return found == null ? forRealm(request, HeaderName.PROXY_AUTHORIZATION) : found;
    }

    private @Nullable DigestParams forRealm(SipRequest request, HeaderName name) {
        if (!request.has(name)) {
            return null;
        }
        for (String value : request.values(name)) {
            DigestParams params = DigestParams.parse(value);
            if (params != null && accounts.realm().equals(params.get("realm"))) {
                return params;
            }
        }
        return null;
    }

    private Admission verify(SipRequest request, Flow flow, DigestParams given, boolean register) {
        long now = lane.wallClock();
        String user = given.get("username");
        String nonce = given.get("nonce");
        String uri = given.get("uri");
        String nc = given.get("nc");
        String cnonce = given.get("cnonce");
        String response = given.get("response");
        String opaque = given.get("opaque");
        DigestAlgorithm algorithm = DigestAlgorithm.of(given.get("algorithm"));
        if (user == null || nonce == null || uri == null || nc == null || cnonce == null || response == null) {
            return challenge(register, false);
        }
        long count = count(nc);
        boolean sound = algorithm != null
                && count > 0
                && "auth".equalsIgnoreCase(given.get("qop"))
                && (opaque == null || opaque.equals(nonces.opaque()))
                && sameTarget(uri, request.requestUri());
        if (algorithm == null || !sound) {
            return challenge(register, false);
        }
        String source = flow.remote().getAddress().getHostAddress();
        if (guard.waits(source, user, now)) {
            return new Admission.Refused(403, "Too many wrong passwords, wait a minute");
        }
        Nonces.Verdict verdict = nonces.check(nonce, now);
        if (verdict == Nonces.Verdict.FORGED) {
            return challenge(register, false);
        }
        Account account = accounts.account(user);
        String known = algorithm.ha1(account == null ? NOBODY : account);
        String ha1 = known.isEmpty() ? algorithm.ha1(NOBODY) : known;
        byte[] expected = hash.response(algorithm, ha1, nonce, nc, cnonce, request.method(), uri);
        boolean right = MessageDigest.isEqual(expected, response.getBytes(StandardCharsets.UTF_8));
        if (!right || account == null || known.isEmpty()) {
            guard.failed(source, user, now);
            return challenge(register, false);
        }
        if (verdict == Nonces.Verdict.STALE || !nonces.use(nonce, count)) {
            return challenge(register, true);
        }
        return own(request, account, register);
    }

    /** From, and for REGISTER To, are the account's own. */
    private Admission own(SipRequest request, Account account, boolean register) {
        boolean own = belongs(request.value(HeaderName.FROM), account)
                && (!register || belongs(request.value(HeaderName.TO), account));
        return own ? new Admission.FromAccount(account) : new Admission.Refused(403, "Not your address");
    }

    private boolean belongs(@Nullable String value, Account account) {
        if (value == null) {
            return false;
        }
        try {
            SipUri uri = SipUri.parse(NameAddr.parse(value).uri());
            return uri.user().equals(account.user()) && accounts.local(uri.host());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Phones write the digest's uri with or without parameters, and with any name of the domain. */
    private boolean sameTarget(String uri, String requestUri) {
        if (uri.equals(requestUri)) {
            return true;
        }
        try {
            SipUri a = SipUri.parse(uri);
            SipUri b = SipUri.parse(requestUri);
            return a.user().equals(b.user())
                    && (a.host().equals(b.host()) || (accounts.local(a.host()) && accounts.local(b.host())));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Admission challenge(boolean register, boolean stale) {
        String tail = "\", opaque=\"" + nonces.opaque() + "\", qop=\"auth\"" + (stale ? ", stale=true" : "");
        String nonce = nonces.make(lane.wallClock());
        String head = "Digest realm=\"" + accounts.realm() + "\", nonce=\"" + nonce + tail + ", algorithm=";
        return new Admission.Challenge(
                register ? 401 : 407,
                List.of(head + DigestAlgorithm.SHA_256.token(), head + DigestAlgorithm.MD5.token()));
    }

    /** Value of nc, eight hex digits (RFC 7616 section 3.4); -1 if it is something else. */
    private static long count(String nc) {
        if (nc.length() != 8) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < 8; i++) {
            int digit = Character.digit(nc.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }
}
