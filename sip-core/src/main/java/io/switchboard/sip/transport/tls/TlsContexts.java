package io.switchboard.sip.transport.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Makes the TLS end of connections. The files can be read again while connections run. */
public final class TlsContexts {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private final TlsSettings settings;
    private volatile Pair current;

    private record Pair(SslContext server, SslContext client) {}

    /**
     * Reads the files.
     *
     * @throws IOException if one cannot be read or is not what it should be; the message names it
     */
    public TlsContexts(TlsSettings settings) throws IOException {
        this.settings = settings;
        this.current = read(settings);
    }

    /**
     * Reads the files again, for the connections to come. Blocks; not for a lane.
     *
     * @throws IOException if one cannot be read or is not what it should be; then everything stays as it is
     */
    public void reload() throws IOException {
        current = read(settings);
    }

    private static Pair read(TlsSettings settings) throws IOException {
        File certificate = readable(settings.certificate());
        File key = readable(settings.key());
        Path trustPath = settings.trust();
        File trust = trustPath == null ? null : readable(trustPath);
        try {
            SslContextBuilder server = common(SslContextBuilder.forServer(certificate, key), trust);
            server.clientAuth(settings.askClients() ? ClientAuth.OPTIONAL : ClientAuth.NONE);
            SslContextBuilder client = common(SslContextBuilder.forClient().keyManager(certificate, key), trust);
            return new Pair(server.build(), client.build());
        } catch (SSLException | IllegalArgumentException e) {
            throw new IOException(
                    "no usable certificates in " + certificate + ", " + key + (trust == null ? "" : ", " + trust) + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static SslContextBuilder common(SslContextBuilder builder, @Nullable File trust) {
        builder.sslProvider(SslProvider.JDK).protocols(VERSIONS);
        return trust == null ? builder : builder.trustManager(trust);
    }

    private static File readable(Path path) throws IOException {
        if (!Files.isReadable(path)) {
            throw new IOException("cannot read " + path);
        }
        return path.toFile();
    }

    /** The handler of an accepted connection. */
    public SslHandler server(ByteBufAllocator allocator, long handshakeMillis) {
        SslHandler handler = current.server.newHandler(allocator);
        handler.setHandshakeTimeoutMillis(handshakeMillis);
        return handler;
    }

    /** The handler of a connection that we make; the peer's certificate has to be trusted and to bear the name. */
    public SslHandler client(ByteBufAllocator allocator, String serverName, int port, long handshakeMillis) {
        SslHandler handler = current.client.newHandler(allocator, serverName, port);
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        handler.engine().setSSLParameters(parameters);
        handler.setHandshakeTimeoutMillis(handshakeMillis);
        return handler;
    }
}
