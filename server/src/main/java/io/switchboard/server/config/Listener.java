package io.switchboard.server.config;

import io.switchboard.sip.transport.Protocol;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An address to listen on.
 *
 * @param protocol the transport
 * @param address numeric address and port; port 0 lets the system choose
 * @param advertise host or host:port (IPv6 in brackets) that stands for us in Via and Contact; empty for the address
 * @param tls certificate and key; null unless the transport is TLS
 */
public record Listener(
        Protocol protocol,
        InetSocketAddress address,
        String advertise,
        @Nullable Tls tls) {
    /**
     * Files in PEM; they are read again at every reload.
     *
     * @param certificate the certificate and what it is signed by
     * @param key its private key
     * @param trust certificates that peers' ones have to be signed by; null for the system's
     */
    public record Tls(Path certificate, Path key, @Nullable Path trust) {}

    /** Whether only this machine reaches it. */
    public boolean loopback() {
        return address.getAddress().isLoopbackAddress();
    }
}
