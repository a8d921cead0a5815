package io.switchboard.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Framing of streams and datagrams, RFC 3261 section 18.3 and RFC 5626 section 3.5.1. */
class FramerTest {
    private static final String OPTIONS =
            "OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/TCP a;branch=z9hG4bKx\r\nContent-Length: 3\r\n\r\nabc";

    @Test
    void messagesAreFoundHoweverTheStreamIsCut() {
        byte[] stream =
                ("\r\n\r\n" + OPTIONS + OPTIONS + "\r\n" + OPTIONS + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        for (int step = 1; step <= stream.length; step++) {
            Framer framer = new Framer();
            ByteBuf in = Unpooled.buffer();
            int messages = 0;
            int pings = 0;
            for (int at = 0; at < stream.length; at += step) {
                in.writeBytes(stream, at, Math.min(step, stream.length - at));
                for (Frame frame = framer.next(in); !(frame instanceof Frame.Incomplete); frame = framer.next(in)) {
                    messages += frame instanceof Frame.Message ? 1 : 0;
                    pings += frame instanceof Frame.Ping ? 1 : 0;
                    if (frame instanceof Frame.Message(SipMessage message)) {
                        assertThat(message.toString()).isEqualTo(OPTIONS);
                        assertThat(message.flaws).isZero();
                    }
                }
                in.discardReadBytes();
            }
            assertThat(messages).as("step %d", step).isEqualTo(3);
            assertThat(pings).as("step %d", step).isEqualTo(2);
            assertThat(in.readableBytes()).isZero();
        }
    }

    @Test
    void aStreamNeedsOneGoodContentLength() {
        String head = "OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/TCP a;branch=z9hG4bKx\r\n";
        List<String> bad = List.of(
                "",
                "Content-Length: -1\r\n",
                "Content-Length: abc\r\n",
                "Content-Length:\r\n",
                "Content-Length: +1\r\n",
                "Content-Length: 99999999999999999999\r\n",
                "Content-Length: 1\r\nl: 1\r\n",
                "Content-Length: 1 1\r\n");
        for (String line : bad) {
            Frame frame = frame(head + line + "\r\n");
            assertThat(frame).as(line).isInstanceOfSatisfying(Frame.Malformed.class, malformed -> {
                assertThat(malformed.status()).isEqualTo(400);
                assertThat(malformed.request()).isNotNull();
            });
        }
        assertThat(frame(head + "Content-Length: 65536\r\n\r\n"))
                .isInstanceOfSatisfying(
                        Frame.Malformed.class, m -> assertThat(m.status()).isEqualTo(513));
        assertThat(frame(head + "l : \r\n 0\r\n\r\n")).isInstanceOf(Frame.Message.class);
    }

    @Test
    void boundsHoldBeforeTheHeadersAreComplete() {
        assertThat(frame("OPTIONS sip:a SIP/2.0\r\nX: " + "a".repeat(Limits.LINE)))
                .isInstanceOf(Frame.Malformed.class);
        assertThat(frame("OPTIONS sip:a SIP/2.0\r\n" + "X: a\r\n".repeat(130))).isInstanceOf(Frame.Malformed.class);
        assertThat(frame("OPTIONS sip:a SIP/2.0\r\nX: a\r\n" + (" " + "a".repeat(4000) + "\r\n").repeat(20)))
                .isInstanceOf(Frame.Malformed.class);
        assertThat(frame("GET / HTTP/1.1\r\n\r\n")).isInstanceOf(Frame.Malformed.class);
        assertThat(frame("\rX")).isInstanceOf(Frame.Malformed.class);
    }

    @Test
    void aBrokenStreamSaysSoOnce() {
        Framer framer = new Framer();
        ByteBuf in = Unpooled.copiedBuffer("x\r\n\r\n" + OPTIONS, StandardCharsets.US_ASCII);
        List<Frame> frames = new ArrayList<>();
        frames.add(framer.next(in));
        frames.add(framer.next(in));
        assertThat(frames.get(0)).isInstanceOf(Frame.Malformed.class);
        assertThat(frames.get(1)).isInstanceOf(Frame.Incomplete.class);
        assertThat(in.readableBytes()).isZero();
    }

    @Test
    void emptyDatagramsKeepTheBindingAlive() {
        for (String text : new String[] {"", "\r\n\r\n", "\0", "  ", "\0\0\0\0"}) {
            assertThat(datagram(text)).as(text).isInstanceOf(Frame.Pong.class);
        }
        assertThat(datagram("\r\n" + OPTIONS)).isInstanceOf(Frame.Message.class);
        assertThat(datagram("nonsense")).isInstanceOf(Frame.Malformed.class);
    }

    private static Frame datagram(String text) {
        byte[] wire = text.getBytes(StandardCharsets.US_ASCII);
        return Framer.datagram(wire, 0, wire.length);
    }

    private static Frame frame(String text) {
        return new Framer().next(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }
}
