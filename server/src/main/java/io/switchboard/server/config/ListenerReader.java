package io.switchboard.server.config;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import io.switchboard.sip.transport.Protocol;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code listeners}. */
final class ListenerReader {
    private static final InetSocketAddress UNREAD = InetSocketAddress.createUnresolved("unread", 0);

    private final Path folder;

    ListenerReader(Path folder) {
        this.folder = folder;
    }

    /** The listener, or null if it cannot be read; that has been reported then. */
    @Nullable Listener read(Section s) {
        s.require("transport");
        s.require("address");
        Protocol protocol = s.parse("transport", Protocol.UDP, Values.choice(Protocol.class));
        InetSocketAddress address = s.parse("address", UNREAD, text -> address(text, protocol));
        String advertise = s.parse("advertise", "", ListenerReader::advertise);
        Path certificate = file(s, "certificate");
        Path key = file(s, "key");
        Path trust = file(s, "trust");
        if (protocol == Protocol.TLS) {
            s.require("certificate");
            s.require("key");
        } else if (s.has("certificate") || s.has("key") || s.has("trust")) {
            s.problem(s.place(), "certificate, key and trust are for transport tls only");
        }
        s.done();
        boolean secured = protocol != Protocol.TLS || (certificate != null && key != null);
        if (address.isUnresolved() || !secured) {
            return null;
        }
        Listener.Tls tls = certificate == null || key == null ? null : new Listener.Tls(certificate, key, trust);
        return new Listener(protocol, address, advertise, tls);
    }

    private static InetSocketAddress address(String text, Protocol protocol) {
        try {
            HostAndPort address = HostAndPort.fromString(text);
            return new InetSocketAddress(
                    InetAddresses.forString(address.getHost()), address.getPortOrDefault(protocol.defaultPort()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no address to listen on: 127.0.0.1:5060, 0.0.0.0 or [::1]:5060 is meant", e);
        }
    }

    private static String advertise(String text) {
        try {
            HostAndPort advertised = HostAndPort.fromString(text).requireBracketsForIPv6();
            if (advertised.getHost().matches("[A-Za-z0-9.:-]+")) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // reported below, with what is meant
        }
        throw new IllegalArgumentException(
                "'" + text + "' cannot be advertised: sip.example.test, 192.0.2.1:5060 or [2001:db8::1] is meant");
    }

    private @Nullable Path file(Section s, String key) {
        Scalar scalar = s.scalar(key);
        if (scalar == null) {
            return null;
        }
        Path file = folder.resolve(scalar.text());
        if (!Files.isReadable(file)) {
            s.problem(scalar.place(), "there is no file " + file + " that can be read");
        }
        return file;
    }
}
