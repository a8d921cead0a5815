package io.switchboard.media.engine;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Where one participant's packets come in and go out: sockets of its own, or its part of a shared one. */
interface Endpoint {
    /** Takes datagrams on the socket's thread; they are released after the call. */
    @FunctionalInterface
    interface Receiver {
        void received(ByteBuf packet, InetSocketAddress from);
    }

    /** Our RTP port. */
    int port();

    /** Our RTCP port; the same as the RTP port if there is but one. */
    int rtcpPort();

    /** Queues an RTP packet until {@link #flush}; takes the buffer over. */
    void send(ByteBuf packet, InetSocketAddress to);

    /** Sends an RTCP packet; takes the buffer over. */
    void sendRtcp(ByteBuf packet, InetSocketAddress to, boolean onRtpPort);

    /** Sends what is queued. */
    void flush();

    /** After a negotiation: where packets are expected from. Matters to shared sockets, as the next does. */
    void expect(@Nullable InetSocketAddress rtp, @Nullable InetSocketAddress rtcp);

    /** Where RTP comes from in fact. */
    void found(InetSocketAddress source);

    /** Closes what is its own. */
    void close();
}
