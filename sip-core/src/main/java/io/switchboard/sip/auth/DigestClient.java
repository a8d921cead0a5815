package io.switchboard.sip.auth;

import java.util.List;
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

    /** A login at a realm. */
    public DigestClient(String username, String password, String realm) {
        this.username = username;
        this.password = password;
        this.realm = realm;
    }

    /**
     * Credentials for a request that was challenged.
     *
     * @param challenges values of WWW-Authenticate (401) or Proxy-Authenticate (407)
     * @param uri Request-URI of the request to be sent again
     * @param attempts how often this request has been sent with credentials: 0, or 1 if the nonce was stale
     * @param cnonce fresh random characters, letters and digits
     * @return value for Authorization or Proxy-Authorization; null if the challenge is not to be answered
     */
    public @Nullable String answer(List<String> challenges, String method, String uri, int attempts, String cnonce) {
        AuthParams best = null;
        DigestAlgorithm strongest = null;
        for (String challenge : challenges) {
            AuthParams params = AuthParams.parse(challenge);
            DigestAlgorithm algorithm = params == null ? null : DigestAlgorithm.of(params.get("algorithm"));
            boolean usable =
                    params != null && algorithm != null && params.text("realm").equals(realm) && qop(params) != null;
            if (usable && (strongest == null || (algorithm == DigestAlgorithm.SHA_256 && strongest != algorithm))) {
                best = params;
                strongest = algorithm;
            }
        }
        boolean again = attempts == 1 && best != null && best.text("stale").equalsIgnoreCase("true");
        return best == null || strongest == null || (attempts > 0 && !again)
                ? null
                : credentials(best, strongest, method, uri, cnonce);
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
