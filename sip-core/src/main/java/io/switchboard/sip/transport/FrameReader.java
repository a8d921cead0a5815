package io.switchboard.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.switchboard.sip.message.Frame;
import io.switchboard.sip.message.Framer;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.transport.TransportCounters.Counter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Cuts what a connection reads into messages and keep-alives; keeps the bytes of a frame that is not whole. */
final class FrameReader {
    private static final ByteBuf PONG = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(2).writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII)));

    private final StreamConnection connection;
    private final TransportContext context;
    private final Framer framer = new Framer();
    private @Nullable ByteBuf rest;

    /** How a read ended. */
    enum Progress {
        /** Nothing is left over. */
        COMPLETE,
        /** A frame ended, another has begun. */
        ADVANCED,
        /** No frame ended. */
        PARTIAL
    }

    FrameReader(StreamConnection connection, TransportContext context) {
        this.connection = connection;
        this.context = context;
    }

    /** Takes the bytes over. */
    Progress read(ByteBuf bytes) {
        if (!connection.open()) {
            bytes.release();
            return Progress.COMPLETE;
        }
        ByteBuf before = rest;
        rest = null;
        ByteBuf in = before == null ? context.streams().copy(bytes) : before.writeBytes(bytes);
        bytes.release();
        boolean advanced = false;
        Frame frame = framer.next(in);
        while (!(frame instanceof Frame.Incomplete) && connection.open()) {
            advanced = true;
            take(frame);
            frame = framer.next(in);
        }
        if (!in.isReadable() || !connection.open()) {
            in.release();
            return Progress.COMPLETE;
        }
        rest = before == null || advanced ? moved(in) : in;
        return advanced ? Progress.ADVANCED : Progress.PARTIAL;
    }

    /** What is left, in no more room than it needs: other connections are read into the same buffer. */
    private ByteBuf moved(ByteBuf in) {
        ByteBuf moved = connection.channel().alloc().heapBuffer(in.readableBytes());
        moved.writeBytes(in);
        in.release();
        return moved;
    }

    private void take(Frame frame) {
        switch (frame) {
            case Frame.Message(SipMessage message) -> context.inbox().received(message, connection);
            case Frame.Ping ping -> {
                context.counters().add(Counter.KEEP_ALIVES);
                if (connection.channel().isWritable()) {
                    connection.send(PONG.duplicate());
                }
            }
            case Frame.Malformed malformed -> {
                context.inbox().malformed(connection, malformed.reason());
                answer(malformed);
                connection.finish();
            }
            default -> context.counters().add(Counter.KEEP_ALIVES);
        }
    }

    /** Where the next frame begins is unknown, so this is the last that the peer hears. */
    private void answer(Frame.Malformed malformed) {
        SipRequest request = malformed.request();
        if (request != null && request.topVia() != null) {
            request.receivedFrom(connection.remote());
            String tag = Long.toHexString(ThreadLocalRandom.current().nextLong());
            connection.send(
                    ResponseBuilder.of(request, malformed.status(), malformed.reason())
                            .toTag(tag)
                            .build(),
                    null);
        }
    }

    void release() {
        ByteBuf left = rest;
        if (left != null) {
            rest = null;
            left.release();
        }
    }
}
