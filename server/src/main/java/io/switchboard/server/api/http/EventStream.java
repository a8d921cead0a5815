package io.switchboard.server.api.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Events for one client. They are sent as fast as it reads; what it has not read waits in the feed, not here. Confined to
 * the connection's thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // ends are seen by the handlers, writes that matter have listeners
final class EventStream {
    private static final long FAREWELL_SECONDS = 5;

    private final ChannelHandlerContext context;
    private final Feed feed;
    private final HttpLimits limits;
    private final boolean chunked;
    private final AtomicBoolean woken = new AtomicBoolean();
    private @Nullable ScheduledFuture<?> heart;
    private boolean over;

    EventStream(ChannelHandlerContext context, Feed feed, HttpLimits limits, boolean chunked) {
        this.context = context;
        this.feed = feed;
        this.limits = limits;
        this.chunked = chunked;
    }

    void begin() {
        context.writeAndFlush(Wire.stream(chunked));
        long beat = limits.heartbeat().toMillis();
        heart = context.executor().scheduleAtFixedRate(this::beat, beat, beat, TimeUnit.MILLISECONDS);
        feed.open(this::wake);
        if (context.channel().isActive()) {
            pump();
        } else {
            end();
        }
    }

    /** Called by whoever has something new, in any thread. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            context.executor().execute(() -> {
                woken.set(false);
                pump();
            });
        }
    }

    /** Sends what there is, as long as the client reads. */
    void pump() {
        boolean sent = false;
        while (!over && context.channel().isWritable()) {
            String next = feed.next();
            if (next == null) {
                break;
            }
            send(next);
            sent = true;
        }
        if (sent) {
            context.flush();
        }
        if (!over && feed.lost()) {
            cutOff();
        }
    }

    private void beat() {
        if (!over && context.channel().isWritable()) {
            send(": heartbeat\n\n");
            context.flush();
        }
    }

    private void cutOff() {
        String farewell = feed.farewell();
        end();
        context.writeAndFlush(new DefaultHttpContent(Unpooled.copiedBuffer(farewell, StandardCharsets.UTF_8)))
                .addListener(ChannelFutureListener.CLOSE);
        context.executor().schedule(() -> context.close(), FAREWELL_SECONDS, TimeUnit.SECONDS);
    }

    private void send(String text) {
        context.write(new DefaultHttpContent(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)));
    }

    void end() {
        if (!over) {
            over = true;
            if (heart != null) {
                heart.cancel(false);
            }
            feed.close();
        }
    }
}
