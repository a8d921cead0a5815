package io.switchboard.sip.auth;

import io.switchboard.sip.lane.RandomTokens;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Answers the digest challenges of one trunk (RFC 7616 section 3.4), for its configured realm only. */
public final class DigestClient {
    private final String username;
    private final String password;
    private final String realm;
    private final RandomTokens tokens;
    private final DigestHash hash = new DigestHash();

    /** Credentials as the carrier gave them. For one lane. */
    public DigestClient(String username, String password, String realm, RandomTokens tokens) {
        this.username = username;
        this.password = password;
        this.realm = realm;
        this.tokens = tokens;
    }

    /**
     * The value of Authorization or Proxy-Authorization.
     *
     * @param challenges values of WWW-Authenticate or Proxy-Authenticate
     * @return null if none is for our realm with an algorithm and a qop that we know
     */
    public @Nullable String answer(Iterable<String> challenges, String method, String uri) {
        DigestParams best = null;
        DigestAlgorithm with = DigestAlgorithm.MD5;
        for (String value : challenges) {
            DigestParams params = DigestParams.parse(value);
            DigestAlgorithm algorithm = params == null ? null : DigestAlgorithm.of(params.get("algorithm"));
            if (params == null || algorithm == null || !realm.equals(params.get("realm")) || !auth(params)) {
                continue;
            }
            if (best == null || algorithm == DigestAlgorithm.SHA_256) {
                best = params;
                with = algorithm;
            }
        }
        String nonce = best == null ? null : best.get("nonce");
        if (best == null || nonce == null || unquotable(nonce)) {
            return null;
        }
        String cnonce = tokens.token();
        String ha1 = hash.ha1(with, username, realm, password);
        String response =
                new String(hash.response(with, ha1, nonce, "00000001", cnonce, method, uri), StandardCharsets.US_ASCII);
        String opaque = best.get("opaque");
        return "Digest username=\"" + username + "\", realm=\"" + realm + "\", nonce=\"" + nonce + "\", uri=\"" + uri
                + "\", response=\"" + response + "\", algorithm=" + with.token() + ", qop=auth, nc=00000001, cnonce=\""
                + cnonce + '"' + (opaque == null || unquotable(opaque) ? "" : ", opaque=\"" + opaque + '"');
    }

    private static boolean auth(DigestParams params) {
        String qop = params.get("qop");
        if (qop == null) {
            return false;
        }
        for (String one : com.google.common.base.Splitter.on(',').trimResults().split(qop)) {
            if (one.equalsIgnoreCase("auth")) {
                return true;
            }
        }
        return false;
    }

    private static boolean unquotable(String value) {
        return value.indexOf('"') >= 0 || value.indexOf('\\') >= 0;
    }
}
