package io.switchboard.sip.auth;

import io.switchboard.sip.lane.RandomTokens;
import org.jspecify.annotations.Nullable;

/**
 * Answers the challenges of a trunk with our login there. Challenges of another realm than the configured one are never
 * answered, so that nobody can have our password's hash by asking for it. For one lane.
 */
public final class DigestClient {
    private final DigestHash hash = new DigestHash();
    private final String username;
    private final String password;
    private final String realm;
    private final RandomTokens tokens;

    /** A login at a realm. */
    public DigestClient(String username, String password, String realm, RandomTokens tokens) {
        this.username = username;
        this.password = password;
        this.realm = realm;
        this.tokens = tokens;
    }

    /**
     * Credentials for a request that was challenged. How often a challenge is answered is for the caller to bound.
     *
     * @param challenges values of WWW-Authenticate (401) or Proxy-Authenticate (407)
     * @param uri Request-URI of the request to be sent again
     * @return value for Authorization or Proxy-Authorization; null if none is for our realm with an algorithm and a qop
     *     that we know
     */
    public @Nullable String answer(Iterable<String> challenges, String method, String uri) {
        AuthParams best = null;
        DigestAlgorithm strongest = DigestAlgorithm.MD5;
        for (String challenge : challenges) {
            AuthParams params = AuthParams.parse(challenge);
            DigestAlgorithm algorithm = params == null ? null : DigestAlgorithm.of(params.get("algorithm"));
            if (params == null || algorithm == null || !params.text("realm").equals(realm) || qop(params) == null) {
                continue;
            }
            if (best == null || (algorithm == DigestAlgorithm.SHA_256 && strongest != algorithm)) {
                best = params;
                strongest = algorithm;
            }
        }
        return best == null ? null : credentials(best, strongest, method, uri, tokens.token());
    }

    private String credentials(
            AuthParams challenge, DigestAlgorithm algorithm, String method, String uri, String cnonce) {
        String nonce = challenge.text("nonce");
        String offered = qop(challenge);
        String qop = offered == null ? "" : offered;
        String ha1 = hash.ha1(algorithm, username, realm, password);
        byte[] response = hash.response(algorithm, ha1, nonce, "00000001", cnonce, qop, method, uri);
        StringBuilder text = new StringBuilder(400).append("Digest username=");
        quoted(text, username).append(", realm=");
        quoted(text, realm).append(", nonce=");
        quoted(text, nonce).append(", uri=");
        quoted(text, uri).append(", response=\"");
        for (int i = 0; i < algorithm.hexLength(); i++) {
            text.append((char) response[i]);
        }
        text.append("\", algorithm=").append(algorithm.token());
        if (!qop.isEmpty()) {
            text.append(", qop=auth, nc=00000001, cnonce=\"").append(cnonce).append('"');
        }
        String opaque = challenge.get("opaque");
        if (opaque != null) {
            quoted(text.append(", opaque="), opaque);
        }
        return text.toString();
    }

    private static StringBuilder quoted(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            text.append(c);
        }
        return text.append('"');
    }

    /** "auth" if it is offered, empty for a server that knows no qop (RFC 2069), null if only others are offered. */
    private static @Nullable String qop(AuthParams challenge) {
        String offered = challenge.get("qop");
        if (offered == null) {
            return "";
        }
        int from = 0;
        while (from <= offered.length()) {
            int comma = offered.indexOf(',', from);
            int end = comma < 0 ? offered.length() : comma;
            if (offered.substring(from, end).strip().equalsIgnoreCase("auth")) {
                return "auth";
            }
            from = end + 1;
        }
        return null;
    }
}
