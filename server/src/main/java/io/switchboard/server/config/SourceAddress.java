package io.switchboard.server.config;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Addresses that a trunk sends from.
 *
 * @param network first address of the network
 * @param bits length of its prefix; all of the address for a single host
 * @param port the only port, or 0 for any
 */
public record SourceAddress(InetAddress network, int bits, int port) {
    /**
     * Parses {@code 192.0.2.1}, {@code 192.0.2.1:5060}, {@code 192.0.2.0/24}, {@code 2001:db8::1},
     * {@code [2001:db8::1]:5060} or {@code 2001:db8::/32}.
     *
     * @throws IllegalArgumentException with what is wrong and what was meant
     */
    public static SourceAddress parse(String text) {
        String meant = "'" + text + "' is no address: 192.0.2.1, 192.0.2.1:5060, 192.0.2.0/24 or [2001:db8::1]:5060"
                + " is meant; names are not looked up, for they decide who may call";
        int slash = text.indexOf('/');
        try {
            HostAndPort address = HostAndPort.fromString(slash < 0 ? text : text.substring(0, slash));
            InetAddress network = InetAddresses.forString(address.getHost());
            int all = network.getAddress().length * 8;
            int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > all || (slash >= 0 && address.hasPort())) {
                throw new IllegalArgumentException(meant);
            }
            return new SourceAddress(network, bits, address.getPortOrDefault(0));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(meant, e);
        }
    }

    /** Whether a message from this address is the trunk's. */
    public boolean matches(InetSocketAddress from) {
        byte[] mine = network.getAddress();
        byte[] theirs = from.getAddress().getAddress();
        if (mine.length != theirs.length || (port != 0 && port != from.getPort())) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = 0xff << Math.max(0, 8 - (bits - bit));
            if (((mine[bit / 8] ^ theirs[bit / 8]) & mask & 0xff) != 0) {
                return false;
            }
        }
        return true;
    }
}
