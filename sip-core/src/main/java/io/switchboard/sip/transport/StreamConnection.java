package io.switchboard.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.transport.TransportCounters.Counter;
import io.switchboard.sip.transport.tls.PeerName;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A TCP or TLS connection from its first moment to its last: its deadlines, what waits for it, and its frames. */
@SuppressWarnings("FutureReturnValueIgnored") // ends are seen through closeFuture, writes that matter have listeners
final class StreamConnection extends ChannelInboundHandlerAdapter implements Flow {
    private static final Logger LOG = LoggerFactory.getLogger(StreamConnection.class);

    private enum State {
        OPENING,
        OPEN,
        CLOSED
    }

    private final Channel channel;
    private final ListenPoint local;
    private final InetSocketAddress remote;
    private final boolean accepted;
    private final String verifiedName;
    private final TransportContext context;
    private final Connections connections;
    private final FrameReader reader;
    private final WaitingMessages waiting;
    private final Outbox outbox;
    private final Deadline patience = new Deadline(() -> timedOut("nothing whole came in time"));
    private final Deadline stalled = new Deadline(() -> timedOut("the peer does not read"));
    private final Deadline idle = new Deadline(this::checkIdle);
    private State state = State.OPENING;
    private boolean finishing;
    private boolean wasOpen;
    private String peerName = "";
    private Hop hop;
    private long lastUse;

    /**
     * A connection that is accepted or being made.
     *
     * @param verifiedName the name that the peer's certificate has to bear, for one that we make over TLS, else ""
     */
    StreamConnection(
            Channel channel,
            ListenPoint local,
            InetSocketAddress remote,
            boolean accepted,
            String verifiedName,
            TransportContext context,
            Connections connections) {
        this.channel = channel;
        this.local = local;
        this.remote = remote;
        this.accepted = accepted;
        this.verifiedName = verifiedName;
        this.context = context;
        this.connections = connections;
        this.reader = new FrameReader(this, context);
        this.waiting = new WaitingMessages(context);
        this.outbox = new Outbox(channel, context);
        this.hop = new Hop(local.protocol(), remote, "", this);
        if (accepted) {
            context.lane().arm(patience, context.limits().patienceMillis());
        }
        channel.closeFuture().addListener(closed -> gone());
    }

    @Override
    public Protocol protocol() {
        return local.protocol();
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public ListenPoint local() {
        return local;
    }

    @Override
    public Hop hop() {
        return hop;
    }

    @Override
    public boolean open() {
        return state == State.OPEN && !finishing;
    }

    @Override
    public String peerName() {
        return peerName;
    }

    boolean accepted() {
        return accepted;
    }

    boolean wasOpen() {
        return wasOpen;
    }

    String verifiedName() {
        return verifiedName;
    }

    /** Open, or about to be. */
    boolean usable() {
        return state != State.CLOSED && !finishing;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (!protocol().secure()) {
            opened();
        }
        ctx.fireChannelActive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                SslHandler tls = ctx.pipeline().get(SslHandler.class);
                peerName = PeerName.of(tls.engine().getSession());
                hop = new Hop(protocol(), remote, peerName, this);
                opened();
            } else {
                context.counters().add(Counter.HANDSHAKE_FAILED);
                LOG.debug("TLS handshake with {} failed: {}", remote, String.valueOf(handshake.cause()));
                ctx.close();
            }
        }
    }

    private void opened() {
        if (state != State.OPENING) {
            return;
        }
        state = State.OPEN;
        wasOpen = true;
        context.counters().add(Counter.CONNECTIONS_MADE);
        context.counters().add(Counter.CONNECTIONS_OPEN);
        used();
        context.lane().arm(idle, context.limits().idleMillis());
        waiting.drain(this::send);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        used();
        switch (reader.read((ByteBuf) bytes)) {
            case COMPLETE -> context.lane().cancel(patience);
            case ADVANCED -> context.lane().arm(patience, context.limits().patienceMillis());
            case PARTIAL -> {
                if (!patience.armed()) {
                    context.lane().arm(patience, context.limits().patienceMillis());
                }
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (finishing || state == State.CLOSED) {
            return;
        }
        if (channel.isWritable()) {
            context.lane().cancel(stalled);
        } else {
            context.lane().arm(stalled, context.limits().patienceMillis());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("connection with {}: {}", remote, cause.toString());
        ctx.close();
    }

    /** Sends a message, at once or when the connection is made. */
    void send(SipMessage message, @Nullable Runnable onFailure) {
        if (state == State.OPENING) {
            waiting.add(message, onFailure);
            return;
        }
        if (outbox.full()) {
            outbox.flush();
        }
        if (!open() || outbox.full()) {
            context.notSent(onFailure);
            return;
        }
        used();
        context.counters().add(Counter.SENT);
        outbox.add(message, onFailure);
    }

    /** Sends bytes that are no message. */
    void send(ByteBuf bytes) {
        outbox.add(bytes);
    }

    Channel channel() {
        return channel;
    }

    /** Sends what waits, and closes; by force after the peer has had its time to read. */
    void finish() {
        if (finishing) {
            return;
        }
        finishing = true;
        if (state == State.OPEN) {
            context.lane().arm(stalled, context.limits().patienceMillis());
            outbox.write();
            channel.writeAndFlush(channel.alloc().buffer(0)).addListener(written -> channel.close());
        } else {
            channel.close();
        }
    }

    private void used() {
        lastUse = context.lane().now();
    }

    private void checkIdle() {
        long left = lastUse + context.limits().idleMillis() - context.lane().now();
        if (left > 0) {
            context.lane().arm(idle, left);
        } else {
            LOG.debug("connection with {} closed: idle", remote);
            finish();
        }
    }

    private void timedOut(String why) {
        context.counters().add(Counter.TIMED_OUT);
        LOG.debug("connection with {} closed: {}", remote, why);
        channel.close();
    }

    private void gone() {
        state = State.CLOSED;
        connections.gone(this);
        context.lane().cancel(patience);
        context.lane().cancel(stalled);
        context.lane().cancel(idle);
        reader.release();
        waiting.fail();
        if (wasOpen) {
            context.counters().add(Counter.CONNECTIONS_OPEN, -1);
            context.inbox().closed(this);
        }
    }
}
