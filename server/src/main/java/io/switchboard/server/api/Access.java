package io.switchboard.server.api;

import com.google.common.hash.Hashing;
import com.google.common.net.HostAndPort;
import io.switchboard.server.api.http.Request;
import io.switchboard.server.api.http.Response;
import io.switchboard.server.config.Settings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Who may use the API. A token is asked for, and the name by which the server is asked has to be one of its own: a web
 * page whose name was made to lead here (DNS rebinding) uses another.
 */
final class Access {
    private static final String BEARER = "bearer ";
    private static final int LONGEST_TOKEN = 512;

    private final Set<String> hosts = new HashSet<>(Set.of("localhost", "127.0.0.1", "::1"));
    private final Map<String, byte[]> tokens = new HashMap<>();

    /** @param local the token of the data folder */
    Access(Settings.Api settings, String local) {
        hosts.addAll(settings.hosts());
        settings.tokens()
                .forEach((name, hash) -> tokens.put(name, HexFormat.of().parseHex(hash)));
        tokens.put(Settings.Api.LOCAL, hash(local));
    }

    /** What becomes of a request. */
    sealed interface Verdict {
        /** It may be carried out; the token's name. */
        record Granted(String by) implements Verdict {}

        /** It may not. */
        record Denied(Response answer) implements Verdict {}
    }

    Verdict check(Request request) {
        List<String> named = request.header("host");
        if (named.size() != 1) {
            return new Verdict.Denied(
                    Response.problem(400, "exactly one Host header is meant")); // RFC 9112 section 3.2
        }
        if (!hosts.contains(host(named.get(0)))) {
            return new Verdict.Denied(Response.problem(
                    421, "the server is not known by this name; api.hosts in switchboard.yaml adds it"));
        }
        List<String> given = request.header("authorization");
        String credentials = given.size() == 1 ? given.get(0) : "";
        String token = credentials.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? credentials.substring(BEARER.length()).strip()
                : "";
        String by = token.isEmpty() || token.length() > LONGEST_TOKEN ? "" : owner(hash(token));
        if (!by.isEmpty()) {
            return new Verdict.Granted(by);
        }
        String challenge = given.isEmpty() ? "Bearer realm=\"switchboard\"" : "Bearer error=\"invalid_token\"";
        return new Verdict.Denied(
                Response.problem(401, given.isEmpty() ? "a bearer token is meant" : "the token is not known")
                        .with("WWW-Authenticate", challenge));
    }

    /** Hashes are compared, all of them and whole, so that the time tells nothing of a token. */
    private String owner(byte[] hash) {
        String owner = "";
        for (Map.Entry<String, byte[]> token : tokens.entrySet()) {
            if (MessageDigest.isEqual(token.getValue(), hash)) {
                owner = token.getKey();
            }
        }
        return owner;
    }

    private static byte[] hash(String token) {
        return Hashing.sha256().hashString(token, StandardCharsets.UTF_8).asBytes();
    }

    private static String host(String header) {
        try {
            return HostAndPort.fromString(header).getHost().toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
