package io.switchboard.sip.registrar;

import com.google.common.net.InetAddresses;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to a phone. Its Contact, or the first proxy of its Path, is followed only to the address that the REGISTER came
 * from: a phone behind a NAT names an address that cannot be reached, and nobody may point our requests at somebody else.
 */
final class ContactHop {
    private ContactHop() {}

    /** What says where requests go: the nearest proxy of the Path (RFC 3327 section 5.3), else the contact. */
    static @Nullable SipUri target(String contact, List<String> path) {
        if (path.isEmpty()) {
            return ContactUri.parse(contact);
        }
        String nearest = path.get(0);
        return ContactUri.parse(nearest.substring(1, nearest.length() - 1));
    }

    /** The way to a contact that was registered on a flow; a contact that is not a SIP URI is reached on the flow. */
    static Hop of(@Nullable SipUri contact, Flow flow) {
        Hop back = Hop.of(flow);
        if (contact == null || !isAt(contact, flow.remote().getAddress())) {
            return back;
        }
        Protocol protocol = protocol(contact, flow.protocol());
        int port = contact.port() < 0 ? protocol.defaultPort() : contact.port();
        InetSocketAddress address = new InetSocketAddress(flow.remote().getAddress(), port);
        boolean along = protocol == flow.protocol() && (protocol.reliable() || address.equals(flow.remote()));
        return new Hop(protocol, address, along ? flow.peerName() : "", along ? flow : null);
    }

    /**
     * Whether a binding can be reached though its connection is gone: its Contact, or the nearest proxy, is where its hop
     * leads. A phone without a proxy that gave its flow a number is reached over that flow alone (RFC 5626 section 5.3).
     */
    static boolean reachableWithoutFlow(Binding binding) {
        Hop hop = binding.hop();
        SipUri target = target(binding.contact(), binding.path());
        return !hop.protocol().reliable()
                || ((binding.regId() == 0 || !binding.path().isEmpty())
                        && target != null
                        && isAt(target, hop.address().getAddress()));
    }

    private static boolean isAt(SipUri contact, InetAddress address) {
        String host = contact.host();
        String text = InetAddresses.toUriString(address);
        return host.equals(text)
                || (host.startsWith("[")
                        && InetAddresses.isUriInetAddress(host)
                        && InetAddresses.forUriString(host).equals(address));
    }

    private static Protocol protocol(SipUri contact, Protocol used) {
        String transport = contact.param("transport");
        if (contact.secure() || used == Protocol.TLS) {
            return Protocol.TLS;
        }
        if (transport == null) {
            return used;
        }
        if (transport.equalsIgnoreCase("tcp")) {
            return Protocol.TCP;
        }
        if (transport.equalsIgnoreCase("tls")) {
            return Protocol.TLS;
        }
        return transport.equalsIgnoreCase("udp") ? Protocol.UDP : used;
    }
}
