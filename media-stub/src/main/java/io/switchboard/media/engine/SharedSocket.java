package io.switchboard.media.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One port for all participants of a lane, RTP and RTCP together, and the next port for RTCP of phones that do not
 * multiplex. A datagram belongs to whom its sender's address is known of; else to the only one that still waits for
 * its first packet from that host, or from anywhere. Lives on the lane's thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // as in OwnEndpoint
final class SharedSocket {
    private final MediaLane lane;
    private final Tally tally;
    private final Channel rtp;
    private final Channel rtcp;
    private final Map<InetSocketAddress, Part> bySource = new HashMap<>();
    private final List<Part> waiting = new ArrayList<>();

    /** Binds both ports and waits for it; called before the lane works. */
    SharedSocket(MediaLane lane, InetAddress bind, int port, Tally tally) throws InterruptedException {
        this.lane = lane;
        this.tally = tally;
        rtp = bind(new InetSocketAddress(bind, port));
        int chosen = ((InetSocketAddress) rtp.localAddress()).getPort();
        try {
            rtcp = bind(new InetSocketAddress(bind, port == 0 ? 0 : chosen + 1));
        } catch (RuntimeException e) {
            rtp.close();
            throw e;
        }
    }

    private Channel bind(InetSocketAddress address) throws InterruptedException {
        ChannelFuture bound = Sockets.bind(lane.loop(), address, true, new DatagramHandler(tally, this::received));
        if (!bound.await().isSuccess()) {
            throw new IllegalStateException("cannot bind " + address, bound.cause());
        }
        return bound.channel();
    }

    Endpoint open(Endpoint.Receiver receiver) {
        Part part = new Part(receiver);
        waiting.add(part);
        return part;
    }

    /** Sends what all participants have queued: one call of the system for many packets. */
    void flush() {
        rtp.flush();
    }

    void close() {
        rtp.close();
        rtcp.close();
    }

    private void received(ByteBuf packet, InetSocketAddress from) {
        Part part = bySource.get(from);
        if (part == null) {
            part = guess(from);
        }
        if (part == null) {
            tally.packetsIgnored.increment();
        } else {
            part.receiver.received(packet, from);
        }
    }

    private @Nullable Part guess(InetSocketAddress from) {
        Part sameHost = null;
        int hosts = 0;
        for (Part part : waiting) {
            if (part.expected != null && part.expected.getAddress().equals(from.getAddress())) {
                sameHost = part;
                hosts++;
            }
        }
        return hosts == 1 ? sameHost : hosts == 0 && waiting.size() == 1 ? waiting.get(0) : null;
    }

    /** What one participant has of the socket. */
    private final class Part implements Endpoint {
        private final Receiver receiver;
        private @Nullable InetSocketAddress expected;
        private @Nullable InetSocketAddress expectedRtcp;

        Part(Receiver receiver) {
            this.receiver = receiver;
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

        /** The lane flushes for all; only a participant who has moved to another lane does it alone. */
        @Override
        public void flush() {
            if (!lane.inLane()) {
                rtp.flush();
            }
        }

        @Override
        public void expect(@Nullable InetSocketAddress fromRtp, @Nullable InetSocketAddress fromRtcp) {
            if (!lane.inLane()) {
                lane.execute(() -> expect(fromRtp, fromRtcp));
                return;
            }
            forget();
            expected = fromRtp;
            expectedRtcp = fromRtcp;
            if (fromRtp != null) {
                bySource.put(fromRtp, this);
            }
            if (fromRtcp != null) {
                bySource.put(fromRtcp, this);
            }
            waiting.add(this);
        }

        @Override
        public void found(InetSocketAddress source) {
            if (!lane.inLane()) {
                lane.execute(() -> found(source));
                return;
            }
            waiting.remove(this);
            if (!source.equals(expected)) {
                bySource.remove(expected, this);
                expected = source;
                bySource.put(source, this);
            }
        }

        private void forget() {
            bySource.remove(expected, this);
            bySource.remove(expectedRtcp, this);
            waiting.remove(this);
        }

        @Override
        public void close() {
            if (lane.inLane()) {
                forget();
            } else {
                lane.execute(this::forget);
            }
        }
    }
}
