package io.switchboard.media.engine;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.net.Inet4Address;
import java.net.InetSocketAddress;

/** Makes UDP sockets: of epoll on Linux, of NIO elsewhere. */
final class Sockets {
    /** The longest datagram that is read whole; RTP of 20 ms is far shorter. */
    private static final int DATAGRAM = 2_048;

    /** Expedited forwarding, the class of voice (RFC 4594 §4.1), as the octet in the IP header. */
    private static final int EXPEDITED = 0xB8;

    private static final int SHARED_BUFFER = 4 << 20;
    private static final boolean EPOLL = Epoll.isAvailable();

    private Sockets() {}

    static IoHandlerFactory handlers() {
        return EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    /** Binds a socket. One that many share gets large buffers and reads many datagrams with one call. */
    static ChannelFuture bind(EventLoop loop, InetSocketAddress address, boolean shared, ChannelHandler handler) {
        SocketProtocolFamily family =
                address.getAddress() instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(() -> channel(family))
                .option(ChannelOption.IP_TOS, EXPEDITED)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(DATAGRAM))
                .handler(handler);
        if (shared) {
            bootstrap.option(ChannelOption.SO_RCVBUF, SHARED_BUFFER).option(ChannelOption.SO_SNDBUF, SHARED_BUFFER);
            bootstrap.option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(32 * DATAGRAM));
            if (EPOLL) {
                bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, DATAGRAM);
            }
        }
        return bootstrap.bind(address);
    }

    private static DatagramChannel channel(SocketProtocolFamily family) {
        return EPOLL ? new EpollDatagramChannel(family) : new NioDatagramChannel(family);
    }
}
