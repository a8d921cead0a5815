package io.switchboard.server.api.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Listens on one address. One thread serves all sockets; requests are handled in virtual threads. */
@SuppressWarnings("FutureReturnValueIgnored") // ends are seen by the handlers, writes that matter have listeners
public final class HttpServer implements AutoCloseable {
    private static final int BACKLOG = 64;

    private final EventLoopGroup loop;
    private final ChannelGroup clients;
    private final Channel listener;

    private HttpServer(EventLoopGroup loop, ChannelGroup clients, Channel listener) {
        this.loop = loop;
        this.clients = clients;
        this.listener = listener;
    }

    /**
     * Begins to listen.
     *
     * @throws IOException if the address cannot be bound
     */
    public static HttpServer start(InetSocketAddress address, HttpLimits limits, RequestHandler handler)
            throws IOException {
        EventLoopGroup loop =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("api"), NioIoHandler.newFactory());
        ChannelGroup clients = new DefaultChannelGroup("api", GlobalEventExecutor.INSTANCE);
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(limits.buffered() / 2, limits.buffered()))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel client) {
                        if (clients.size() >= limits.connections()) {
                            client.close();
                            return;
                        }
                        clients.add(client);
                        client.pipeline()
                                .addLast(
                                        new HttpServerCodec(new HttpDecoderConfig()
                                                .setMaxInitialLineLength(limits.line())
                                                .setMaxHeaderSize(limits.headers())),
                                        new BodyLimit(limits.body()),
                                        new HttpConnection(limits, handler));
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException(
                    "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
        }
        return new HttpServer(loop, clients, bound.channel());
    }

    /** The address, its port resolved. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        clients.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
