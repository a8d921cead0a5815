package io.switchboard.server.config;

import com.google.common.hash.Hashing;
import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the part of switchboard.yaml that is about the administrator's API. */
final class ApiReader {
    private static final int PORT = 8090;
    private static final int SHORTEST_TOKEN = 32;

    private final Section top;

    ApiReader(Section top) {
        this.top = top;
    }

    Settings.Api api() {
        Section s = top.section("api");
        boolean enabled = s.parse("enabled", true, Values::flag);
        InetSocketAddress listen =
                s.parse("listen", new InetSocketAddress(InetAddresses.forString("127.0.0.1"), PORT), ApiReader::listen);
        Set<String> hosts = new HashSet<>(s.all("hosts", ApiReader::host));
        Map<String, String> tokens = new HashMap<>();
        s.named("tokens").forEach((name, section) -> token(name, section, tokens));
        s.done();
        return new Settings.Api(enabled, listen, hosts, tokens);
    }

    private static InetSocketAddress listen(String text) {
        InetSocketAddress address;
        try {
            HostAndPort parts = HostAndPort.fromString(text);
            address = new InetSocketAddress(InetAddresses.forString(parts.getHost()), parts.getPortOrDefault(PORT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no address to listen on: 127.0.0.1:8090 or [::1]:8090 is meant", e);
        }
        if (!address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("'" + text + "' can be reached by others, and the API has no TLS of its"
                    + " own: 127.0.0.1:8090 or [::1]:8090 is meant, and a proxy with TLS before it for other machines");
        }
        return address;
    }

    private static String host(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        if (!host.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+\\]")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no host: a name as pbx.example.test or an address is meant, no port");
        }
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host; // as a Host header is read
    }

    private static void token(String name, Section s, Map<String, String> tokens) {
        if (!name.matches("[A-Za-z0-9_.-]{1,32}") || name.equals(Settings.Api.LOCAL)) {
            s.problem(
                    s.place(),
                    "'" + name + "' cannot name a token: up to 32 letters, digits and _ . - are meant, and not '"
                            + Settings.Api.LOCAL + "', which is the one in the data folder");
        }
        String hash = s.parse("sha256", "", ApiReader::hash);
        String clear = s.parse("token", "", ApiReader::clear);
        if (s.has("sha256") == s.has("token")) {
            s.problem(s.place(), "either the token itself ('token') or its hash ('sha256') is meant");
        }
        s.done();
        tokens.put(name, clear.isEmpty() ? hash : clear);
    }

    private static String hash(String text) {
        if (!text.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("should be 64 lower-case hex digits, as sha256sum prints them");
        }
        return text;
    }

    private static String clear(String text) {
        if (text.length() < SHORTEST_TOKEN || !text.matches("[A-Za-z0-9._~+/=-]+")) {
            throw new IllegalArgumentException("should be at least " + SHORTEST_TOKEN
                    + " letters, digits and . _ ~ + / = - (RFC 6750), drawn at random");
        }
        return Hashing.sha256().hashString(text, StandardCharsets.US_ASCII).toString();
    }
}
