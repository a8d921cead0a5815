package io.switchboard.sip.transport;

import com.google.common.net.InetAddresses;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramChannel;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.transport.tls.TlsContexts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The sockets of the transports while they run. */
@SuppressWarnings("FutureReturnValueIgnored") // ends are seen through closeFuture, writes that matter have listeners
final class OpenPorts {
    private static final int SOCKET_BUFFER = 8 << 20;
    private static final WriteBufferWaterMark UDP_WATER_MARK = new WriteBufferWaterMark(4 << 20, 8 << 20);

    private final TransportContext context;
    private final StreamPorts streams;
    private final List<Channel> bound = new ArrayList<>();
    private final List<UdpListener> udp = new ArrayList<>();
    private final List<ListenPoint> points = new ArrayList<>();

    OpenPorts(TransportContext context, @Nullable TlsContexts tls) {
        this.context = context;
        this.streams = new StreamPorts(context, tls);
    }

    List<ListenPoint> points() {
        return List.copyOf(points);
    }

    /** Binds one listener, which does not read yet. */
    void bind(ListenerSettings listener) throws IOException {
        String host = listener.bindHost();
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        InetAddress address;
        try {
            address = InetAddresses.forString(host);
        } catch (IllegalArgumentException e) {
            throw new IOException("cannot listen on " + listener.bindHost() + ": not a numeric address", e);
        }
        InetSocketAddress target = new InetSocketAddress(address, listener.port());
        if (listener.protocol() == Protocol.UDP) {
            bindDatagram(listener, target);
        } else {
            StreamPorts.Acceptor acceptor = streams.new Acceptor();
            acceptor.opens(add(bound(streams.server(acceptor).bind(target), listener), listener));
        }
    }

    private void bindDatagram(ListenerSettings listener, InetSocketAddress target) throws IOException {
        NetworkIo io = context.lane().io();
        ReceiveBuffer buffer = new ReceiveBuffer(io);
        Bootstrap bootstrap = new Bootstrap()
                .group(context.lane().loop())
                .channelFactory(() -> io.datagram(target.getAddress()))
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
                .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
                .option(ChannelOption.RECVBUF_ALLOCATOR, buffer)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UDP_WATER_MARK)
                .handler(new ChannelInboundHandlerAdapter());
        if (io == NetworkIo.EPOLL) {
            bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, ReceiveBuffer.DATAGRAM);
        }
        DatagramChannel channel = (DatagramChannel) bound(bootstrap.bind(target), listener);
        UdpListener handler = new UdpListener(channel, add(channel, listener), context, buffer);
        channel.pipeline().addLast(handler);
        udp.add(handler);
    }

    private static Channel bound(ChannelFuture binding, ListenerSettings listener) throws IOException {
        binding.awaitUninterruptibly();
        Throwable cause = binding.cause();
        if (cause != null) {
            String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
            String address = listener.protocol() + " " + listener.bindHost() + " port " + listener.port();
            throw new IOException("cannot listen on " + address + ": " + why, cause);
        }
        return binding.channel();
    }

    private ListenPoint add(Channel channel, ListenerSettings listener) {
        bound.add(channel);
        ListenPoint point = ListenPoints.of(listener, (InetSocketAddress) channel.localAddress());
        points.add(point);
        return point;
    }

    /** Begins to read and to accept. */
    void open() {
        for (Channel channel : bound) {
            channel.config().setAutoRead(true);
        }
    }

    long backlogMillis() {
        long longest = 0;
        for (int i = 0; i < udp.size(); i++) {
            longest = Math.max(longest, udp.get(i).backlog().millis());
        }
        return longest;
    }

    void sendDatagram(SipMessage message, Hop hop, @Nullable Runnable onFailure) {
        ListenPoint from = hop.flow() instanceof UdpFlow flow
                ? flow.local()
                : ListenPoints.towards(points, Protocol.UDP, hop.address().getAddress());
        for (int i = 0; i < udp.size(); i++) {
            if (udp.get(i).point().equals(from)) {
                udp.get(i).send(message, hop.address(), onFailure);
                return;
            }
        }
        context.notSent(onFailure);
    }

    void sendOnConnection(SipMessage message, Hop hop, @Nullable Runnable onFailure, Consumer<Hop> failures) {
        StreamConnection connection = streams.connections().find(hop);
        if (connection == null) {
            ListenPoint local =
                    ListenPoints.towards(points, hop.protocol(), hop.address().getAddress());
            connection = local == null ? null : streams.connect(hop, local, () -> failures.accept(hop));
        }
        if (connection == null) {
            context.notSent(onFailure);
        } else {
            connection.send(message, onFailure);
        }
    }

    /** Stops listening at once, then lets the connections end; in the lane. */
    void close(CompletableFuture<Void> done) {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (UdpListener listener : udp) {
            listener.flush();
        }
        for (Channel channel : bound) {
            ends.add(end(channel));
            channel.close();
        }
        for (StreamConnection connection : streams.connections().all()) {
            ends.add(end(connection.channel()));
            connection.finish();
        }
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).thenRun(() -> {
            context.streams().release();
            done.complete(null);
        });
    }

    private static CompletableFuture<Void> end(Channel channel) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        channel.closeFuture().addListener(closed -> end.complete(null));
        return end;
    }
}
