package io.switchboard.sip.transport.dns;

import com.google.common.net.InetAddresses;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.transport.ListenPoint;
import io.switchboard.sip.transport.Protocol;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a URI asks for (RFC 3263 sections 4 and 4.1).
 *
 * @param host to look up: maddr if there is one, else the host
 * @param numeric the host as an address; null if it is a name
 * @param port -1 if the URI has none
 * @param explicit the transport that the URI demands; null if it leaves the choice
 * @param usable transports that the URI allows and that we have, best first; at least one
 * @param serverName whom a TLS certificate has to name
 */
record Target(
        String host,
        @Nullable InetAddress numeric,
        int port,
        @Nullable Protocol explicit,
        List<Protocol> usable,
        String serverName) {

    /** Null if the URI asks for what we do not have. */
    static @Nullable Target of(SipUri uri, List<ListenPoint> points) {
        String transport = uri.param("transport");
        Protocol explicit = null;
        if (transport != null) {
            explicit = protocol(transport, uri.secure());
            if (explicit == null) {
                return null;
            }
        }
        List<Protocol> usable = new ArrayList<>(3);
        for (Protocol each : Protocol.values()) {
            boolean allowed = explicit == null ? !uri.secure() || each.secure() : each == explicit;
            if (allowed && has(points, each)) {
                usable.add(each);
            }
        }
        if (usable.isEmpty()) {
            return null;
        }
        String maddr = uri.param("maddr");
        String host = maddr == null || maddr.isEmpty() ? uri.host() : maddr.toLowerCase(Locale.ROOT);
        InetAddress numeric = InetAddresses.isUriInetAddress(host) ? InetAddresses.forUriString(host) : null;
        String name = uri.host();
        String serverName = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
        return new Target(host, numeric, uri.port(), explicit, usable, serverName);
    }

    private static @Nullable Protocol protocol(String transport, boolean secure) {
        return switch (transport.toLowerCase(Locale.ROOT)) {
            case "udp" -> secure ? null : Protocol.UDP;
            case "tcp" -> secure ? Protocol.TLS : Protocol.TCP;
            case "tls" -> Protocol.TLS;
            default -> null;
        };
    }

    private static boolean has(List<ListenPoint> points, Protocol protocol) {
        for (ListenPoint point : points) {
            if (point.protocol() == protocol) {
                return true;
            }
        }
        return false;
    }

    /** The transport where neither URI nor DNS decides: UDP before TCP, for sips TLS (RFC 3263 section 4.1). */
    Protocol fallback() {
        return usable.get(0);
    }

    int portFor(Protocol protocol) {
        return port < 0 ? protocol.defaultPort() : port;
    }

    /** Transports to ask SRV for without a NAPTR answer: TLS only where the URI demands it. */
    List<Protocol> services() {
        List<Protocol> plain = new ArrayList<>(usable);
        if (plain.size() > 1) {
            plain.remove(Protocol.TLS);
        }
        return plain;
    }
}
