package io.switchboard.media.engine;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;

/** Hands the datagrams of one socket on, and counts the socket while it is open. */
final class DatagramHandler extends ChannelInboundHandlerAdapter {
    private final Tally tally;
    private final Endpoint.Receiver receiver;

    DatagramHandler(Tally tally, Endpoint.Receiver receiver) {
        this.tally = tally;
        this.receiver = receiver;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        tally.sockets.incrementAndGet();
        context.channel().closeFuture().addListener(f -> tally.sockets.decrementAndGet());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        try {
            tally.packetsReceived.increment();
            receiver.received(packet.content(), packet.sender());
        } finally {
            packet.release();
        }
    }

    /** ICMP errors of earlier packets come up here (a phone that is gone), and do the socket no harm. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        tally.sendFailures.increment();
    }
}
