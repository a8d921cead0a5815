package io.switchboard.server.api.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import java.util.concurrent.TimeUnit;

/** Gathers a request, and refuses one that is too large. */
@SuppressWarnings("FutureReturnValueIgnored") // ends are seen by the handlers, writes that matter have listeners
final class BodyLimit extends HttpObjectAggregator {
    private static final long LINGER_SECONDS = 1;

    private final int most;

    BodyLimit(int most) {
        super(most, true);
        this.most = most;
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        context.writeAndFlush(Wire.of(Response.problem(413, "a body is at most " + most + " bytes"), false));
        // Closed at once, what the client still sends would be answered by a reset, and the answer above be lost.
        context.executor().schedule(() -> context.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    }
}
