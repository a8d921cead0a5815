package io.switchboard.sip.message;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A seeded walk over broken messages: nothing throws what it should not, nothing loops, edits stay sound. */
class MutationTest {
    private static final int ROUNDS = 20_000;
    private static final byte[] SPICE =
            "\r\n\t \0\"\\<>;,:=@%[]?/sip:SIP/2.0zZ09-1\u007f".getBytes(StandardCharsets.ISO_8859_1);
    private static final String RESPONSE = """
            SIP/2.0 200 OK
            v: SIP/2.0/TLS [2001:db8::1]:5061 ;branch=z9hG4bK1;rport=5;received=1.2.3.4, SIP/2.0/UDP b
            f: "A \\" B" <sip:a%20b@h;lr?x=y>;tag=1
            t: sip:c@h;tag=2
            i: x@y
            CSeq: 1
              INVITE
            m: <sip:d@1.2.3.4:5062;transport=tcp>;expires=5;+sip.instance="<urn:uuid:1>"
            Require: 100rel, timer
            l: 3

            abc
            """;

    @Test
    @Timeout(value = 120, unit = SECONDS)
    void nothingEscapesFromBrokenMessages() {
        walk(System.nanoTime());
    }

    /** A Via with a bare line break in front of rport: stamping took it away, and what was to be dropped was answered. */
    @Test
    @Timeout(value = 120, unit = SECONDS)
    void stampingDoesNotMendWhatIsBroken() {
        walk(10647977692250L);
    }

    private static void walk(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] data = mutated(Samples.wire(i % 2 == 0 ? Samples.INVITE : RESPONSE), random);
            try {
                exercise(data, random);
            } catch (RuntimeException | StackOverflowError | AssertionError escaped) {
                throw new AssertionError(
                        "seed " + seed + ", round " + i + ": " + new String(data, StandardCharsets.ISO_8859_1),
                        escaped);
            }
        }
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] data = original;
        for (int n = random.nextInt(4); n >= 0; n--) {
            int at = random.nextInt(data.length);
            int length = Math.min(random.nextInt(20), data.length - at);
            byte[] tail = Arrays.copyOfRange(data, at, data.length);
            byte[] spice = {SPICE[random.nextInt(SPICE.length)], SPICE[random.nextInt(SPICE.length)]};
            data = switch (random.nextInt(5)) {
                case 0 -> concat(data, at, spice, tail);
                case 1 -> concat(data, at, Arrays.copyOfRange(tail, 0, length), tail);
                case 2 ->
                    concat(
                            data,
                            at,
                            new byte[0],
                            Arrays.copyOfRange(tail, Math.min(length, tail.length - 1), tail.length));
                case 3 -> {
                    byte[] copy = data.clone();
                    copy[at] = random.nextBoolean() ? spice[0] : (byte) random.nextInt();
                    yield copy;
                }
                default -> concat(data, at, spice, Arrays.copyOfRange(tail, 1, tail.length + 1));
            };
        }
        return data;
    }

    private static byte[] concat(byte[] head, int headLength, byte[] middle, byte[] tail) {
        byte[] all = Arrays.copyOf(head, headLength + middle.length + tail.length);
        System.arraycopy(middle, 0, all, headLength, middle.length);
        System.arraycopy(tail, 0, all, headLength + middle.length, tail.length);
        return all;
    }

    private static void exercise(byte[] data, Random random) {
        Framer framer = new Framer();
        var in = Unpooled.wrappedBuffer(data);
        int frames = 0;
        while (!(framer.next(in) instanceof Frame.Incomplete)) {
            assertThat(++frames).isLessThanOrEqualTo(data.length);
        }
        if (!(Framer.datagram(data.clone(), 0, data.length) instanceof Frame.Message(SipMessage message))) {
            return;
        }
        Verdict before = new Validator(1000).validate(message);
        read(message);
        if (message instanceof SipRequest request) {
            request.receivedFrom(new InetSocketAddress("192.0.2." + random.nextInt(256), 1 + random.nextInt(65535)));
            assertThat(new Validator(1000).validate(request).getClass()).isEqualTo(before.getClass());
            if (before instanceof Verdict.Accept) {
                asReadAnew(request);
            }
            read(request);
            if (before instanceof Verdict.Reject reject) {
                assertThat(read(reject.answer(request).toTag("t").build()).status())
                        .isEqualTo(reject.status());
            }
            Validator.requires(request, java.util.Set.of("timer"));
            Validator.accepts(request, java.util.Set.of("text/plain"));
        }
        if (before instanceof Verdict.Accept) {
            accepted(message);
        }
    }

    /** What was noted while the message was stamped and checked is what its bytes say now. */
    private static void asReadAnew(SipRequest request) {
        byte[] bytes = Arrays.copyOfRange(request.array(), request.offset(), request.offset() + request.size());
        assertThat(MessageParser.parse(bytes, 0, bytes.length)).isInstanceOfSatisfying(SipRequest.class, anew -> {
            assertThat(new Validator(1000).validate(anew)).isInstanceOf(Verdict.Accept.class);
            assertThat(anew.fromTag()).isEqualTo(request.fromTag());
            assertThat(anew.toTag()).isEqualTo(request.toTag());
            assertThat(anew.branch()).isEqualTo(request.branch());
        });
    }

    /** What was accepted can be passed on and edited, and is still sound. */
    private static void accepted(SipMessage message) {
        SipRequest onward = RequestBuilder.of(message.cseqMethod(), "sip:onward@h")
                .copyAllBut(message, HeaderSet.of(HeaderName.VIA))
                .body(message)
                .build("SIP/2.0/UDP here;branch=z9hG4bKnew");
        assertThat(onward.callId()).isEqualTo(message.callId());
        assertThat(onward.body()).isEqualTo(message.body());
        assertThat(NameAddr.parse(java.util.Objects.requireNonNull(message.value(HeaderName.TO)))
                        .param("tag"))
                .isEqualTo(message.toTag());
        onward.removeHeader("Contact");
        assertThat(onward.flaws).isZero();
        assertThat(onward.fromTag()).isEqualTo(message.fromTag());
    }

    private static <T extends SipMessage> T read(T message) {
        message.callId();
        message.cseqMethod();
        message.cseq();
        message.fromTag();
        message.toTag();
        message.branch();
        message.sentBy();
        message.body();
        assertThat(message.size()).isGreaterThan(0);
        for (String name :
                List.of("Via", "From", "To", "Contact", "CSeq", "X-Weird_Name.1", "Require", "Content-Length")) {
            try {
                message.headers(name);
            } catch (ParseException broken) {
                assertThat(broken).hasMessage("not well-formed");
            }
        }
        message.getUnrecognizedHeaders();
        message.getHeaderNames();
        return message;
    }
}
