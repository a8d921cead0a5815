package io.switchboard.sip.auth;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Addresses that a trunk sends from.
 *
 * @param trunk its name
 * @param network first address of the network
 * @param bits length of its prefix; all of the address for a single host
 * @param port the only port, or 0 for any
 */
public record TrunkSource(String trunk, InetAddress network, int bits, int port) {
    boolean matches(InetSocketAddress from) {
        byte[] mine = network.getAddress();
        byte[] theirs = from.getAddress().getAddress();
        if (mine.length != theirs.length || (port != 0 && port != from.getPort())) {
            return false;
        }
        for (int i = 0; i < mine.length && 8 * i < bits; i++) {
            int ignored = Math.max(0, 8 * (i + 1) - bits);
            if (((mine[i] ^ theirs[i]) & 0xff) >> ignored != 0) {
                return false;
            }
        }
        return true;
    }

    boolean single() {
        return bits == 8 * network.getAddress().length;
    }
}
