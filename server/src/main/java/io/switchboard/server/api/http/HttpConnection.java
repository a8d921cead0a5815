package io.switchboard.server.api.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection: its requests are answered one after the other, in the order in which they came. */
@SuppressWarnings("FutureReturnValueIgnored") // ends are seen by the handlers, writes that matter have listeners
final class HttpConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);
    private static final int MOST_WAITING = 8;
    /** How long a client may take to see that there are no more answers. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final HttpLimits limits;
    private final RequestHandler handler;
    private final ArrayDeque<Incoming> waiting = new ArrayDeque<>(1);
    private boolean busy;
    /** Whether the last answer has been given: what comes then is not looked at. */
    private boolean over;

    private @Nullable ScheduledFuture<?> deadline;
    private @Nullable EventStream stream;

    /** A request, and whether the connection stays after it. */
    private record Incoming(Request request, boolean stays, boolean chunked) {}

    HttpConnection(HttpLimits limits, RequestHandler handler) {
        this.limits = limits;
        this.handler = handler;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        closeAfter(limits.patience(), context);
    }

    /**
     * The next request has to be here in time, and the answer to the last taken: a client that sends byte by byte keeps
     * no connection, nor one that does not read.
     */
    private void closeAfter(Duration time, ChannelHandlerContext context) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        deadline = context.executor().schedule(() -> context.close(), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
        if (over) {
            return;
        }
        if (message.decoderResult().isFailure()) {
            refuse(context, problem(message.decoderResult().cause()));
            return;
        }
        if (stream != null) {
            return; // after the request for a stream there is no other
        }
        Incoming incoming;
        try {
            incoming = new Incoming(
                    Wire.read(message, limits.parameters()),
                    HttpUtil.isKeepAlive(message),
                    message.protocolVersion().equals(HttpVersion.HTTP_1_1));
        } catch (IllegalArgumentException e) {
            refuse(context, Response.problem(400, String.valueOf(e.getMessage())));
            return;
        }
        if (!busy) {
            begin(context, incoming);
        } else if (waiting.size() < MOST_WAITING) {
            waiting.add(incoming);
        } else {
            context.close();
        }
    }

    private static Response.Whole problem(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException e -> Response.problem(414, "the request line is too long");
            case TooLongHttpHeaderException e -> Response.problem(431, "the headers are too long");
            default -> Response.problem(400, "this is no HTTP request");
        };
    }

    /** Gives the last answer: there is no sense in what the client sends. */
    private void refuse(ChannelHandlerContext context, Response.Whole problem) {
        over = true;
        closeAfter(limits.patience(), context);
        context.writeAndFlush(Wire.of(problem, false)).addListener(written -> linger(context));
    }

    /** Closed at once, what the client still sends would be answered by a reset, and the answer be lost. */
    private void linger(ChannelHandlerContext context) {
        over = true;
        waiting.clear();
        closeAfter(LINGER, context);
        ((DuplexChannel) context.channel()).shutdownOutput();
        context.channel().config().setAutoRead(true); // its end closes the connection
    }

    private void begin(ChannelHandlerContext context, Incoming incoming) {
        busy = true;
        context.channel().config().setAutoRead(false);
        if (deadline != null) {
            deadline.cancel(false);
        }
        Thread.ofVirtual().name("api-request").start(() -> {
            Response response = handled(incoming.request());
            context.executor().execute(() -> answer(context, incoming, response));
        });
    }

    private Response handled(Request request) {
        try {
            return handler.handle(request);
        } catch (RuntimeException e) {
            log.error("{} /{} failed", request.method(), String.join("/", request.path()), e);
            return Response.problem(500, "the server's log tells more");
        }
    }

    private void answer(ChannelHandlerContext context, Incoming incoming, Response response) {
        if (over) {
            return;
        }
        switch (response) {
            case Response.Whole whole -> {
                closeAfter(limits.patience(), context);
                context.writeAndFlush(Wire.of(whole, incoming.stays())).addListener(written -> {
                    if (!written.isSuccess()) {
                        context.close();
                    } else if (incoming.stays()) {
                        next(context);
                    } else {
                        linger(context);
                    }
                });
            }
            case Response.Stream events -> {
                context.channel().config().setAutoRead(true); // it has to notice that its client goes
                waiting.clear();
                stream = new EventStream(context, events.feed(), limits, incoming.chunked());
                stream.begin();
            }
        }
    }

    /** The client has taken an answer. */
    private void next(ChannelHandlerContext context) {
        busy = false;
        Incoming next = waiting.poll();
        if (next == null) {
            context.channel().config().setAutoRead(true);
        } else {
            begin(context, next);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (stream != null) {
            stream.wake(); // not at once: this may be told in the middle of a write
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        if (stream != null) {
            stream.end();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("a client went away", cause);
        } else {
            log.warn("a connection failed", cause);
        }
        context.close();
    }
}
