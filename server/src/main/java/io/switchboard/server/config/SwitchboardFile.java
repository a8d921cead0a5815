package io.switchboard.server.config;

import static io.switchboard.server.config.Values.choice;
import static io.switchboard.server.config.Values.duration;
import static io.switchboard.server.config.Values.integer;
import static io.switchboard.server.config.Values.size;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import io.switchboard.server.config.Settings.Authentication;
import io.switchboard.server.config.Settings.Dns;
import io.switchboard.server.config.Settings.Limits;
import io.switchboard.server.config.Settings.Logging;
import io.switchboard.server.config.Settings.Records;
import io.switchboard.server.config.Settings.Registration;
import io.switchboard.server.config.Settings.Store;
import io.switchboard.server.config.Settings.Timers;
import io.switchboard.server.config.Settings.Transfer;
import io.switchboard.sip.auth.DigestAlgorithm;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Reads switchboard.yaml. */
final class SwitchboardFile {
    static final String NAME = "switchboard.yaml";
    private static final int DNS_PORT = 53;

    private final Section top;
    private final Path folder;

    SwitchboardFile(Section top, Path folder) {
        this.top = top;
        this.folder = folder;
    }

    List<Listener> listeners() {
        top.require("listeners");
        ListenerReader reader = new ListenerReader(folder);
        List<Listener> listeners = new ArrayList<>();
        for (Section section : top.list("listeners")) {
            Listener listener = reader.read(section);
            if (listener == null) {
                continue;
            }
            if (listener.address().getPort() != 0
                    && listeners.stream()
                            .anyMatch(l -> l.protocol() == listener.protocol()
                                    && l.address().equals(listener.address()))) {
                section.problem(section.place(), "the same address is listened on twice with this transport");
            }
            listeners.add(listener);
        }
        return listeners;
    }

    List<String> domains() {
        top.require("domains");
        List<String> domains = new ArrayList<>();
        for (Scalar domain : top.scalars("domains")) {
            String name = domain.text().toLowerCase(Locale.ROOT);
            if (!name.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+\\]")) {
                top.problem(
                        domain.place(),
                        "'" + domain.text() + "' is no domain: a name as example.test or an address is meant, no port");
            } else if (domains.contains(name)) {
                top.problem(domain.place(), "'" + name + "' is there twice");
            } else {
                domains.add(name);
            }
        }
        return domains;
    }

    Limits limits() {
        Section s = top.section("limits");
        Limits limits = new Limits(
                s.parse("max_calls", 20_000, integer(1, 1_000_000)),
                s.parse("max_message_size", 65_535L, size(1_500, 1 << 20)).intValue(),
                s.parse("max_contacts", 10, integer(1, 100)),
                s.parse("max_connections", 50_000, integer(1, 1_000_000)),
                s.parse("max_connections_per_source", 1_000, integer(1, 1_000_000)),
                s.parse("max_transactions", 1_000_000, integer(100, 10_000_000)),
                s.parse("max_subscriptions", 100_000, integer(1, 10_000_000)),
                s.parse("max_subscriptions_per_account", 1_000, integer(1, 100_000)));
        s.done();
        return limits;
    }

    Registration registration() {
        Section s = top.section("registration");
        Registration registration = new Registration(
                s.parse("min_expires", Duration.ofSeconds(60), seconds(1, 3_600)),
                s.parse("default_expires", Duration.ofHours(1), seconds(60, 86_400)),
                s.parse("max_expires", Duration.ofHours(2), seconds(60, 604_800)));
        if (registration.minExpires().compareTo(registration.defaultExpires()) > 0
                || registration.defaultExpires().compareTo(registration.maxExpires()) > 0) {
            s.problem(
                    s.place(),
                    "min_expires <= default_expires <= max_expires is meant, but they are "
                            + Values.show(registration.minExpires()) + ", " + Values.show(registration.defaultExpires())
                            + " and " + Values.show(registration.maxExpires()));
        }
        s.done();
        return registration;
    }

    Timers timers() {
        Section s = top.section("timers");
        Timers timers = new Timers(
                s.parse("ring_timeout", Duration.ofSeconds(60), seconds(1, 600)),
                s.parse("t1", Duration.ofMillis(500), duration(Duration.ofMillis(100), Duration.ofSeconds(4))),
                s.parse("t2", Duration.ofSeconds(4), seconds(1, 32)),
                s.parse("session_expires", Duration.ofMinutes(30), seconds(90, 86_400)),
                s.parse("min_se", Duration.ofSeconds(90), seconds(90, 3_600)),
                s.parse("shutdown_grace", Duration.ofSeconds(30), seconds(0, 3_600)),
                s.parse("nonce_lifetime", Duration.ofMinutes(5), seconds(30, 86_400)));
        if (timers.minSe().compareTo(timers.sessionExpires()) > 0) {
            s.problem(s.place("min_se"), "is longer than session_expires, " + Values.show(timers.sessionExpires()));
        }
        s.done();
        return timers;
    }

    Authentication authentication() {
        Section s = top.section("authentication");
        List<DigestAlgorithm> algorithms = new ArrayList<>();
        for (Scalar algorithm : s.scalars("algorithms")) {
            try {
                DigestAlgorithm named = choice(DigestAlgorithm.class).apply(algorithm.text());
                if (algorithms.contains(named)) {
                    s.problem(algorithm.place(), "'" + algorithm.text() + "' is there twice");
                }
                algorithms.add(named);
            } catch (IllegalArgumentException e) {
                s.problem(algorithm.place(), String.valueOf(e.getMessage()));
            }
        }
        Authentication authentication = new Authentication(
                algorithms.isEmpty() ? List.of(DigestAlgorithm.values()) : algorithms,
                s.parse("in_dialog", Authentication.InDialog.DIGEST, choice(Authentication.InDialog.class)));
        s.done();
        return authentication;
    }

    Transfer transfer() {
        Section s = top.section("transfer");
        Transfer transfer = new Transfer(s.parse("by", Transfer.By.SERVER, choice(Transfer.By.class)));
        s.done();
        return transfer;
    }

    Dns dns() {
        Section s = top.section("dns");
        List<InetSocketAddress> servers = new ArrayList<>();
        for (Scalar server : s.scalars("servers")) {
            try {
                HostAndPort address = HostAndPort.fromString(server.text()).requireBracketsForIPv6();
                servers.add(new InetSocketAddress(
                        InetAddresses.forString(address.getHost()), address.getPortOrDefault(DNS_PORT)));
            } catch (IllegalArgumentException e) {
                s.problem(
                        server.place(),
                        "'" + server.text() + "' is no name server: 192.0.2.53, 127.0.0.1:5353 or [2001:db8::53] is"
                                + " meant");
            }
        }
        Dns dns = new Dns(
                servers,
                s.parse("timeout", Duration.ofSeconds(2), duration(Duration.ofMillis(100), Duration.ofSeconds(10))));
        s.done();
        return dns;
    }

    private static Function<String, Duration> seconds(int least, int most) {
        return duration(Duration.ofSeconds(least), Duration.ofSeconds(most));
    }

    Store store() {
        Section s = top.section("store");
        Store store = new Store(
                s.parse("url", "jdbc:sqlite:${data}/switchboard.db", SwitchboardFile::jdbcUrl),
                s.parse("username", "", text -> text),
                s.parse("password", "", text -> text));
        s.done();
        return store;
    }

    private static String jdbcUrl(String text) {
        if (!text.startsWith("jdbc:")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no JDBC URL: jdbc:sqlite:${data}/switchboard.db is meant");
        }
        return text;
    }

    Records records() {
        Section s = top.section("records");
        Records records = new Records(
                s.parse("directory", "records", text -> text),
                s.parse("max_size", 64L << 20, size(64 << 10, 16L << 30)),
                s.parse("keep_days", 90, integer(1, 3650)));
        s.done();
        return records;
    }

    Logging logging() {
        Section s = top.section("logging");
        Logging logging = new Logging(
                s.parse("format", Logging.Format.TEXT, choice(Logging.Format.class)),
                s.parse("level", Logging.Level.INFO, choice(Logging.Level.class)));
        s.done();
        return logging;
    }
}
