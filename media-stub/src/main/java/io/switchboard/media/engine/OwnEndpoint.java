package io.switchboard.media.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Two sockets of one participant, for RTP and RTCP. */
@SuppressWarnings("FutureReturnValueIgnored") // what UDP does not take is lost, as on the wire
final class OwnEndpoint implements Endpoint {
    private static final int TRIES = 20;

    private final Tally tally;
    private final Channel rtp;
    private final Channel rtcp;
    private final Runnable released;

    private OwnEndpoint(Tally tally, Channel rtp, Channel rtcp, Runnable released) {
        this.tally = tally;
        this.rtp = rtp;
        this.rtcp = rtcp;
        this.released = released;
    }

    /** Opens a pair on free ports; tries others if somebody else has them. Fails if none is left. */
    static CompletableFuture<Endpoint> open(
            EventLoop loop, InetAddress bind, PortRange ports, Tally tally, Receiver rtp, Receiver rtcp) {
        CompletableFuture<Endpoint> result = new CompletableFuture<>();
        attempt(loop, bind, ports, tally, rtp, rtcp, TRIES, result);
        return result;
    }

    private static void attempt(
            EventLoop loop,
            InetAddress bind,
            PortRange ports,
            Tally tally,
            Receiver rtp,
            Receiver rtcp,
            int tries,
            CompletableFuture<Endpoint> result) {
        int port = ports.take();
        if (port < 0 || tries == 0) {
            result.completeExceptionally(new BindException("no free pair of ports"));
            return;
        }
        InetSocketAddress first = new InetSocketAddress(bind, port);
        InetSocketAddress second = new InetSocketAddress(bind, port == 0 ? 0 : port + 1);
        ChannelFuture bound = Sockets.bind(loop, first, false, new DatagramHandler(tally, rtp));
        bound.addListener(f -> {
            if (!f.isSuccess()) {
                ports.giveBack(port);
                attempt(loop, bind, ports, tally, rtp, rtcp, tries - 1, result);
                return;
            }
            ChannelFuture boundToo = Sockets.bind(loop, second, false, new DatagramHandler(tally, rtcp));
            boundToo.addListener(g -> {
                if (g.isSuccess()) {
                    result.complete(
                            new OwnEndpoint(tally, bound.channel(), boundToo.channel(), () -> ports.giveBack(port)));
                } else {
                    bound.channel().close();
                    ports.giveBack(port);
                    attempt(loop, bind, ports, tally, rtp, rtcp, tries - 1, result);
                }
            });
        });
    }

    @Override
    public int port() {
        return ((InetSocketAddress) rtp.localAddress()).getPort();
    }

    @Override
    public int rtcpPort() {
        return ((InetSocketAddress) rtcp.localAddress()).getPort();
    }

    @Override
    public void send(ByteBuf packet, InetSocketAddress to) {
        tally.packetsSent.increment();
        rtp.write(new DatagramPacket(packet, to), rtp.voidPromise());
    }

    @Override
    public void sendRtcp(ByteBuf packet, InetSocketAddress to, boolean onRtpPort) {
        tally.packetsSent.increment();
        Channel channel = onRtpPort ? rtp : rtcp;
        channel.writeAndFlush(new DatagramPacket(packet, to), channel.voidPromise());
    }

    @Override
    public void flush() {
        rtp.flush();
    }

    @Override
    public void expect(@Nullable InetSocketAddress fromRtp, @Nullable InetSocketAddress fromRtcp) {}

    @Override
    public void found(InetSocketAddress source) {}

    @Override
    public void close() {
        rtcp.close();
        rtp.close().addListener(f -> released.run());
    }
}
