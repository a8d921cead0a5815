package io.switchboard.server.config;

import static io.switchboard.server.config.Values.choice;
import static io.switchboard.server.config.Values.duration;
import static io.switchboard.server.config.Values.integer;

import com.google.common.net.HostAndPort;
import io.switchboard.routing.NumberFormat;
import io.switchboard.routing.Trunk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads trunks.yaml. */
final class TrunksFile {
    static final String NAME = "trunks.yaml";

    private final Map<SourceAddress, String> sources = new HashMap<>();

    /** To or from whom identity headers (RFC 3325) are trusted. */
    enum Trust {
        NONE,
        IN,
        OUT,
        BOTH
    }

    Map<String, SipTrunk> read(Section top) {
        Map<String, SipTrunk> trunks = new LinkedHashMap<>();
        top.named("trunks").forEach((name, section) -> {
            if (!name.matches("[A-Za-z0-9_.-]+")) {
                section.problem(
                        section.place(), "'" + name + "' cannot name a trunk: letters, digits and _ . - are meant");
            }
            trunks.put(name, trunk(name, section));
        });
        top.done();
        return trunks;
    }

    private SipTrunk trunk(String name, Section s) {
        s.require("uri");
        String uri = s.parse("uri", "sip:invalid", TrunksFile::uri);
        Trunk routing = new Trunk(
                name,
                s.parse("weight", 1, integer(1, 100)),
                s.parse("max_calls", 0, integer(0, 100_000)),
                s.parse("numbers_in", NumberFormat.DIALLED, choice(NumberFormat.class)),
                s.parse("numbers_out", NumberFormat.E164, choice(NumberFormat.class)),
                s.parse("caller_out", NumberFormat.E164, choice(NumberFormat.class)),
                s.parse("reaches_users", false, Values::flag));
        List<String> tlsNames = new ArrayList<>();
        for (Scalar tlsName : s.scalars("tls_names")) {
            tlsNames.add(tlsName.text().toLowerCase(Locale.ROOT));
        }
        Trust trust = s.parse("trust_identity", Trust.NONE, choice(Trust.class));
        Duration probe = s.parse("options_interval", Duration.ZERO, duration(Duration.ZERO, Duration.ofHours(1)));
        SipTrunk trunk = new SipTrunk(
                routing,
                uri,
                sources(name, s),
                tlsNames,
                credentials(s),
                trust == Trust.IN || trust == Trust.BOTH,
                trust == Trust.OUT || trust == Trust.BOTH,
                s.parse("transfers", true, Values::flag),
                probe);
        s.done();
        return trunk;
    }

    private List<SourceAddress> sources(String name, Section s) {
        List<SourceAddress> list = new ArrayList<>();
        for (Scalar source : s.scalars("sources")) {
            s.parse(source, false, text -> {
                SourceAddress address = SourceAddress.parse(text);
                String other = sources.putIfAbsent(address, name);
                if (other != null) {
                    throw new IllegalArgumentException("'" + text + "' is a source of trunk '" + other + "' already");
                }
                return list.add(address);
            });
        }
        return list;
    }

    private static SipTrunk.@Nullable Credentials credentials(Section s) {
        String username = s.parse("username", "", text -> text);
        String password = s.parse("password", "", text -> text);
        String realm = s.parse("realm", "", text -> text);
        if (username.isEmpty() && password.isEmpty() && realm.isEmpty()) {
            return null;
        }
        s.require("username");
        s.require("password");
        s.require("realm");
        return new SipTrunk.Credentials(username, password, realm);
    }

    private static String uri(String text) {
        String meant = "'" + text + "' is no trunk's URI: sip:carrier.example or sip:192.0.2.1:5060;transport=tcp is"
                + " meant, without a user";
        int scheme = text.startsWith("sip:") ? 4 : text.startsWith("sips:") ? 5 : 0;
        int end = text.indexOf(';');
        String host = text.substring(scheme, end < 0 ? text.length() : end);
        if (scheme == 0 || !host.matches("[A-Za-z0-9.-]+(:[0-9]+)?|\\[[0-9A-Fa-f:.]+\\](:[0-9]+)?")) {
            throw new IllegalArgumentException(meant);
        }
        try {
            HostAndPort.fromString(host);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(meant, e);
        }
        if (end >= 0 && !text.substring(end).matches(";transport=(udp|tcp|tls)")) {
            throw new IllegalArgumentException(
                    "'" + text.substring(end) + "' is not allowed: ;transport=udp, tcp or tls is meant");
        }
        return text;
    }
}
