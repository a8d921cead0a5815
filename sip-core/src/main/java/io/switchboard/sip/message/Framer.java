package io.switchboard.sip.message;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into messages (RFC 3261 section 18.3): each byte is looked at once, and nothing is allocated before the
 * headers are complete and within their bounds. One per connection. Datagrams and WebSocket messages, which are frames
 * already, go through {@link #datagram}.
 */
public final class Framer {
    private static final Frame PING = new Frame.Ping();
    private static final Frame PONG = new Frame.Pong();
    private static final Frame INCOMPLETE = new Frame.Incomplete();

    private final int maxMessage;
    /** Bytes behind the reader index that were looked at, and where the line begins that they end in. */
    private int scanned;

    private int line;
    private int lines;
    private boolean afterCrlf;
    /** The message whose body is awaited, and the length of the whole. */
    private @Nullable SipMessage head;

    private int total;
    private Frame.@Nullable Malformed broken;

    /** A framer for a new connection, with the usual bound of {@link Limits#MESSAGE}. */
    public Framer() {
        this(Limits.MESSAGE);
    }

    /** A framer for a new connection; no message may have more than this many bytes. */
    public Framer(int maxMessage) {
        this.maxMessage = maxMessage;
    }

    /**
     * The next frame. Call it again until it says {@link Frame.Incomplete}; bytes that belong to no whole frame yet stay
     * unread in the buffer and have to be there, with what follows them, on the next call.
     */
    public Frame next(ByteBuf in) {
        if (broken != null) {
            in.skipBytes(in.readableBytes());
            return INCOMPLETE;
        }
        if (head != null) {
            return body(in, head);
        }
        if (scanned == 0 && lines == 0) {
            Frame keepAlive = keepAlive(in);
            if (keepAlive != null) {
                return keepAlive;
            }
        }
        int base = in.readerIndex();
        int limit = in.readableBytes();
        while (scanned < limit) {
            int found = in.indexOf(base + scanned, base + limit, (byte) '\n');
            scanned = found < 0 ? limit : found - base + 1;
            if (scanned - line > Limits.LINE) {
                return fail(null, 400, "Header Line Too Long");
            }
            if (scanned > maxMessage) {
                return fail(null, 513, "Message Too Large");
            }
            if (found < 0) {
                break;
            }
            boolean ends = scanned - line >= 2 && in.getByte(found - 1) == '\r';
            if (ends && scanned - line == 2) {
                return headers(in);
            }
            if (ends) {
                byte first = in.getByte(base + line);
                line = scanned;
                if (first != ' ' && first != '\t' && ++lines > Limits.HEADERS + 1) {
                    return fail(null, 400, "Too Many Headers");
                }
            }
        }
        return INCOMPLETE;
    }

    private @Nullable Frame keepAlive(ByteBuf in) {
        int at = in.readerIndex();
        int readable = in.readableBytes();
        if (readable == 0 || in.getByte(at) != '\r') {
            afterCrlf &= readable == 0;
            return readable == 0 ? INCOMPLETE : null;
        }
        if (readable == 1) {
            return INCOMPLETE;
        }
        if (in.getByte(at + 1) != '\n') {
            return fail(null, 400, "Bad Start Line");
        }
        if (afterCrlf) {
            in.skipBytes(2);
            afterCrlf = false;
            return PING;
        }
        if (readable >= 4 && in.getByte(at + 2) == '\r' && in.getByte(at + 3) == '\n') {
            in.skipBytes(4);
            return PING;
        }
        in.skipBytes(2);
        afterCrlf = true;
        return PONG;
    }

    private Frame headers(ByteBuf in) {
        byte[] bytes = new byte[scanned + SipRequest.SLACK];
        in.getBytes(in.readerIndex(), bytes, 0, scanned);
        SipMessage message = MessageParser.parse(bytes, 0, scanned);
        if (message == null) {
            return fail(null, 400, "Bad Start Line");
        }
        SipRequest request = message instanceof SipRequest r ? r : null;
        int at = message.find(HeaderName.CONTENT_LENGTH);
        if (at < 0 || (message.flaws & Flaw.CONTENT_LENGTH) != 0) {
            return fail(request, 400, at < 0 ? "Missing Content-Length" : "Bad Content-Length");
        }
        if ((message.flaws & (Flaw.TOO_LONG | Flaw.TOO_MANY)) != 0) {
            return fail(request, 400, "Headers Too Long");
        }
        long length = Ascii.number(bytes, message.valueStart(at), message.valueEnd(at), Integer.MAX_VALUE);
        if (scanned + length > maxMessage) {
            return fail(request, 513, "Message Too Large");
        }
        head = message;
        total = scanned + (int) length;
        return body(in, message);
    }

    private Frame body(ByteBuf in, SipMessage message) {
        if (in.readableBytes() < total) {
            return INCOMPLETE;
        }
        if (total > scanned) {
            message.data = Arrays.copyOf(message.data, total + SipRequest.SLACK);
            in.getBytes(in.readerIndex() + scanned, message.data, scanned, total - scanned);
            message.end = total;
            message.flaws &= ~Flaw.BODY_CUT;
        }
        in.skipBytes(total);
        scanned = 0;
        line = 0;
        lines = 0;
        head = null;
        return new Frame.Message(message);
    }

    private Frame fail(@Nullable SipRequest request, int status, String reason) {
        SipRequest answerable = request == null || request.method().equals("ACK") ? null : request;
        broken = new Frame.Malformed(answerable, status, reason);
        return broken;
    }

    /**
     * The one frame of a datagram, or of a WebSocket message. The array becomes the message's own. Content-Length may be
     * missing; bytes behind the body are ignored; a body that is cut short is left to the validator, which answers 400.
     */
    public static Frame datagram(byte[] data, int offset, int length) {
        int at = offset;
        while (at < offset + length && (data[at] == 0 || Ascii.isLws(data[at]))) {
            at++;
        }
        if (at == offset + length) {
            return PONG;
        }
        SipMessage message = length > Limits.MESSAGE ? null : MessageParser.parse(data, offset, length);
        return message == null
                ? new Frame.Malformed(null, 400, length > Limits.MESSAGE ? "Message Too Large" : "Bad Start Line")
                : new Frame.Message(message);
    }
}
