package io.switchboard.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration folder for one test. Accounts have the password {@code secret-NAME}. The trunk pbx, known by its
 * address 127.0.0.2, is there always: what comes from it needs no digest and may call everybody.
 */
final class Setup {
    static final String DOMAIN = "example.test";
    /** The address that SIPp calls from to be the trunk pbx. */
    static final String PBX = "127.0.0.2";

    private final int port = Ports.free();
    private final int tlsPort = Ports.free();
    private final Map<String, String> accounts = new LinkedHashMap<>();
    private final List<String> trunks = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();
    private final List<String> routes = new ArrayList<>();
    private final Map<String, Map<String, String>> settings = new LinkedHashMap<>();
    private final List<String> listeners = new ArrayList<>();
    private boolean tls;

    Setup() {
        trunks.add("pbx: {uri: \"sip:" + PBX + ":5060\", sources: [\"" + PBX
                + "\"], numbers_in: dialled, reaches_users: true}");
        setting("api", "listen", "\"127.0.0.1:0\""); // several servers run beside each other
    }

    /** The trunk pbx may not transfer. */
    Setup withoutTransfers() {
        trunks.set(0, trunks.get(0).replace("}", ", transfers: false}"));
        return this;
    }

    /** UDP and TCP port of the server on 127.0.0.1. */
    int port() {
        return port;
    }

    int tlsPort() {
        return tlsPort;
    }

    /** A user with a number of its own. */
    Setup account(String name, String number) {
        return account(name, number, "conference_answer: auto");
    }

    /** The same with another key, as in YAML. */
    Setup account(String name, String number, String key) {
        accounts.put(name, "{password: \"" + password(name) + "\", number: \"" + number + "\", " + key + "}");
        return this;
    }

    /** The same, as the rest of its line in YAML. */
    Setup accountOf(String name, String number, String yaml) {
        accounts.put(name, "{password: \"" + password(name) + "\", number: \"" + number + "\", " + yaml + "}");
        return this;
    }

    /** The same, with a phone that knows MD5 alone. */
    Setup oldAccount(String name, String number) {
        accounts.put(
                name, "{ha1_md5: \"" + Digest.ha1Md5(name, DOMAIN, password(name)) + "\", number: \"" + number + "\"}");
        return this;
    }

    /** Takes an account away, for the next time that it is written. */
    Setup without(String account) {
        accounts.remove(account);
        return this;
    }

    static String password(String account) {
        return "secret-" + account;
    }

    /** A trunk at a port of 127.0.0.1, to call through only. */
    Setup trunk(String name, int peer, String transport) {
        trunks.add(name + ": {uri: \"sip:127.0.0.1:" + peer + ";transport=" + transport + "\", numbers_out: dialled}");
        return this;
    }

    /** A group, as the rest of its line in YAML. */
    Setup group(String name, String yaml) {
        groups.add(name + ": {" + yaml + "}");
        return this;
    }

    /** A route for everybody from a number to a target. */
    Setup route(String number, String target) {
        routes.add("{name: \"to " + number + "\", match: {exact: \"" + number
                + "\"}, from: {account: \"*\", trunk: \"*\"}, to: " + target + "}");
        return this;
    }

    /** A trunk as the rest of its line in YAML. */
    Setup trunkOf(String name, String yaml) {
        trunks.add(name + ": {" + yaml + "}");
        return this;
    }

    /** A timer of switchboard.yaml. */
    Setup timer(String name, String value) {
        return setting("timers", name, value);
    }

    /** A key of a section of switchboard.yaml. */
    Setup setting(String section, String name, String value) {
        settings.computeIfAbsent(section, none -> new LinkedHashMap<>()).put(name, value);
        return this;
    }

    /** One more listener, as the rest of its line in YAML. */
    Setup listener(String yaml) {
        listeners.add("  - {" + yaml + "}\n");
        return this;
    }

    /** Listens for TLS too, with a certificate for localhost. */
    Setup withTls() {
        tls = true;
        return this;
    }

    /** Writes the four files, over older ones if there are any. */
    void write(Path folder) {
        StringBuilder main = new StringBuilder("listeners:\n");
        for (String transport : List.of("udp", "tcp")) {
            main.append("  - {transport: ").append(transport).append(", address: \"127.0.0.1:");
            main.append(port).append("\"}\n");
        }
        if (tls) {
            main.append("  - {transport: tls, address: \"127.0.0.1:").append(tlsPort);
            main.append("\", certificate: cert.pem, key: key.pem}\n");
        }
        listeners.forEach(main::append);
        main.append("domains: [\"" + DOMAIN + "\", localhost, \"127.0.0.1\"]\n");
        settings.forEach((name, values) -> section(main, name, lines(values)));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("switchboard.yaml"), main);
            Files.writeString(folder.resolve("accounts.yaml"), section("accounts", lines(accounts)));
            Files.writeString(folder.resolve("trunks.yaml"), section("trunks", trunks));
            StringBuilder plan = new StringBuilder();
            section(plan, "groups", groups);
            section(plan, "routes", routes.stream().map(r -> "- " + r).toList());
            Files.writeString(folder.resolve("dialplan.yaml"), plan);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (tls && !Files.exists(folder.resolve("cert.pem"))) {
            Certificates.make(folder);
        }
    }

    private static List<String> lines(Map<String, String> map) {
        return map.entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue())
                .toList();
    }

    private static String section(String name, List<String> lines) {
        StringBuilder text = new StringBuilder();
        section(text, name, lines);
        return text.toString();
    }

    private static void section(StringBuilder text, String name, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append(name).append(":\n");
            lines.forEach(line -> text.append("  ").append(line).append('\n'));
        }
    }
}
