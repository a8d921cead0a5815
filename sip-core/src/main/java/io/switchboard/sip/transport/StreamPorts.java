package io.switchboard.sip.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.switchboard.sip.transport.TransportCounters.Counter;
import io.switchboard.sip.transport.tls.TlsContexts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts and makes TCP and TLS connections. */
@SuppressWarnings("FutureReturnValueIgnored") // ends are seen through closeFuture, writes that matter have listeners
final class StreamPorts {
    private static final Logger LOG = LoggerFactory.getLogger(StreamPorts.class);
    private static final int BACKLOG = 1024;

    private final TransportContext context;
    private final @Nullable TlsContexts tls;
    private final Connections connections;

    StreamPorts(TransportContext context, @Nullable TlsContexts tls) {
        this.context = context;
        this.tls = tls;
        this.connections = new Connections(context.limits());
    }

    Connections connections() {
        return connections;
    }

    /** Accepts the connections of one listener. */
    final class Acceptor extends ChannelInitializer<SocketChannel> {
        private volatile @Nullable ListenPoint point;

        void opens(ListenPoint bound) {
            point = bound;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            ListenPoint local = point;
            InetSocketAddress remote = channel.remoteAddress();
            if (local == null || remote == null) {
                channel.close();
                return;
            }
            if (!connections.admits(remote.getAddress())) {
                context.counters().add(Counter.CONNECTIONS_REFUSED);
                LOG.debug("connection from {} refused: too many", remote);
                channel.close();
                return;
            }
            if (local.protocol().secure() && tls != null) {
                channel.pipeline()
                        .addLast(tls.server(channel.alloc(), context.limits().patienceMillis()));
            } else {
                channel.config().setRecvByteBufAllocator(context.streams());
            }
            StreamConnection connection = new StreamConnection(channel, local, remote, true, "", context, connections);
            connections.accepted(connection);
            channel.pipeline().addLast(connection);
        }
    }

    /** A server socket that is not bound yet, and does not accept before it is told to read. */
    ServerBootstrap server(Acceptor acceptor) {
        return new ServerBootstrap()
                .group(context.lane().loop())
                .channel(context.lane().io().serverType())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
                .childHandler(acceptor);
    }

    private WriteBufferWaterMark waterMark() {
        int bytes = context.limits().queuedBytes();
        return new WriteBufferWaterMark(bytes / 2, bytes);
    }

    /**
     * Starts to make a connection from the listener's address.
     *
     * @param onFailure run if it comes to nothing, be it for TCP or for TLS
     * @return null if there are too many, or no name to verify
     */
    @Nullable StreamConnection connect(Hop hop, ListenPoint local, Runnable onFailure) {
        TlsContexts secure = hop.protocol().secure() ? tls : null;
        if (connections.full()
                || (hop.protocol().secure()
                        && (secure == null || hop.serverName().isEmpty()))) {
            context.counters().add(Counter.CONNECTIONS_REFUSED);
            return null;
        }
        InetSocketAddress remote = hop.address();
        Pending pending = new Pending(hop, local, secure);
        Bootstrap bootstrap = new Bootstrap()
                .group(context.lane().loop())
                .channel(context.lane().io().socketType())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, context.limits().connectMillis())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
                .handler(pending);
        InetAddress source = local.bound().getAddress();
        if (!source.isAnyLocalAddress()) {
            bootstrap.localAddress(new InetSocketAddress(source, 0));
        }
        bootstrap.connect(remote).addListener(made -> {
            if (!made.isSuccess()) {
                context.counters().add(Counter.CONNECT_FAILED);
                LOG.info("no connection to {} {}: {}", hop.protocol(), remote, String.valueOf(made.cause()));
            }
        });
        StreamConnection connection = pending.connection;
        if (connection != null) {
            connection.channel().closeFuture().addListener(closed -> {
                if (!connection.wasOpen()) {
                    onFailure.run();
                }
            });
        }
        return connection;
    }

    /** Sets a connection up that is being made; in the lane the set-up is over when connect returns. */
    private final class Pending extends ChannelInitializer<Channel> {
        private final Hop hop;
        private final ListenPoint local;
        private final @Nullable TlsContexts secure;
        private @Nullable StreamConnection connection;

        Pending(Hop hop, ListenPoint local, @Nullable TlsContexts secure) {
            this.hop = hop;
            this.local = local;
            this.secure = secure;
        }

        @Override
        protected void initChannel(Channel channel) {
            InetSocketAddress remote = hop.address();
            if (secure != null) {
                channel.pipeline()
                        .addLast(secure.client(
                                channel.alloc(),
                                hop.serverName(),
                                remote.getPort(),
                                context.limits().patienceMillis()));
            } else {
                channel.config().setRecvByteBufAllocator(context.streams());
            }
            StreamConnection made =
                    new StreamConnection(channel, local, remote, false, hop.serverName(), context, connections);
            connections.connecting(made, hop);
            channel.pipeline().addLast(made);
            connection = made;
        }
    }
}
