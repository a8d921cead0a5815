package io.switchboard.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.transport.TransportCounters.Counter;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bound UDP socket: one message per datagram (RFC 3261 section 18). */
@SuppressWarnings("FutureReturnValueIgnored") // ends are seen through closeFuture, writes that matter have listeners
final class UdpListener extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(UdpListener.class);
    private static final int STUN_HEADER = 20;
    private static final int STUN_COOKIE = 0x2112A442;

    private static final int FLOWS = 1024; // a power of two

    private final @Nullable UdpFlow[] flows = new @Nullable UdpFlow[FLOWS];
    private final DatagramChannel channel;
    private final ListenPoint point;
    private final TransportContext context;
    private final ReceiveBuffer buffer;
    private final FlushQueue.Entry entry;
    private final Backlog backlog;

    UdpListener(DatagramChannel channel, ListenPoint point, TransportContext context, ReceiveBuffer buffer) {
        this.channel = channel;
        this.point = point;
        this.context = context;
        this.buffer = buffer;
        this.entry = new FlushQueue.Entry(channel);
        this.backlog = new Backlog(context.lane());
    }

    ListenPoint point() {
        return point;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        DatagramPacket packet = (DatagramPacket) read;
        context.flushes().reads();
        buffer.took();
        ByteBuf content = packet.content();
        int length = content.readableBytes();
        if (isKeepAlive(content)) {
            content.release();
            context.counters().add(Counter.KEEP_ALIVES);
            return;
        }
        byte[] data = new byte[length + SipRequest.SLACK];
        content.readBytes(data, 0, length);
        content.release();
        context.inbox().received(data, length, flow(packet.sender()));
    }

    /** The flow of a sender; those who send much keep one object, which all that they sent refers to. */
    private UdpFlow flow(InetSocketAddress sender) {
        int slot = sender.hashCode() & (FLOWS - 1);
        UdpFlow known = flows[slot];
        if (known == null || !known.remote().equals(sender)) {
            known = new UdpFlow(point, sender);
            flows[slot] = known;
        }
        return known;
    }

    /** Empty lines, NULs and blanks that keep a NAT open, and STUN (RFC 5626 section 3.5.2): nothing to answer. */
    static boolean isKeepAlive(ByteBuf content) {
        int at = content.readerIndex();
        int end = content.writerIndex();
        if (end - at >= STUN_HEADER && (content.getByte(at) & 0xc0) == 0 && content.getInt(at + 4) == STUN_COOKIE) {
            return true;
        }
        while (at < end) {
            byte b = content.getByte(at++);
            if (b != '\r' && b != '\n' && b != ' ' && b != 0) {
                return false;
            }
        }
        return true;
    }

    Backlog backlog() {
        return backlog;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        backlog.read(buffer.emptied());
        context.flushes().readComplete();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // An error of one datagram (unreachable, too long); the socket stays.
        context.counters().add(Counter.DROPPED);
        LOG.debug("{}: {}", point, cause.toString());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        buffer.release();
    }

    void send(SipMessage message, InetSocketAddress target, @Nullable Runnable onFailure) {
        if (!channel.isWritable()) {
            channel.flush();
        }
        if (!channel.isWritable() || target.isUnresolved() || target.getPort() == 0) {
            context.notSent(onFailure);
            return;
        }
        int size = message.size();
        ByteBuf bytes = channel.alloc().directBuffer(size);
        bytes.writeBytes(message.array(), message.offset(), size);
        DatagramPacket packet = new DatagramPacket(bytes, target);
        context.counters().add(Counter.SENT);
        if (onFailure == null) {
            channel.write(packet, channel.voidPromise());
        } else {
            channel.write(packet).addListener(written -> {
                if (!written.isSuccess()) {
                    LOG.debug("to {}: {}", target, String.valueOf(written.cause()));
                    context.notSent(onFailure);
                }
            });
        }
        context.flushes().touched(entry);
    }

    void flush() {
        channel.flush();
    }
}
