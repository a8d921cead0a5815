package io.switchboard.bench;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.HeaderSet;
import io.switchboard.sip.message.MessageParser;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.message.Validator;
import io.switchboard.sip.message.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Parse, validate and encode an INVITE of some 700 bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class MessageBenchmark {
    private static final HeaderSet HOP =
            HeaderSet.of(HeaderName.VIA, HeaderName.ROUTE, HeaderName.RECORD_ROUTE, HeaderName.MAX_FORWARDS);

    private final byte[] wire = """
            INVITE sip:1000@192.0.2.10:5060 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.20:5060;branch=z9hG4bK-17-1-0;rport
            From: "Caller" <sip:caller@192.0.2.20:5060>;tag=17SIPpTag001
            To: <sip:1000@192.0.2.10:5060>
            Call-ID: 1-17@192.0.2.20
            CSeq: 1 INVITE
            Contact: <sip:caller@192.0.2.20:5060>
            Max-Forwards: 70
            Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE
            Supported: timer, replaces
            User-Agent: benchmark
            Subject: Performance Test
            Content-Type: application/sdp
            Content-Length: 133

            v=0
            o=user1 53655765 2353687637 IN IP4 192.0.2.20
            s=-
            c=IN IP4 192.0.2.20
            t=0 0
            m=audio 6000 RTP/AVP 0
            a=rtpmap:0 PCMU/8000
            """.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);

    private final SipRequest invite = (SipRequest) Objects.requireNonNull(MessageParser.parse(wire, 0, wire.length));
    private final Validator validator = new Validator(65536);

    /** The offset index alone. */
    @Benchmark
    public @Nullable SipMessage parse() {
        return MessageParser.parse(wire, 0, wire.length);
    }

    /** What every received message costs. */
    @Benchmark
    public Verdict parseAndValidate() {
        return validator.validate(Objects.requireNonNull(MessageParser.parse(wire, 0, wire.length)));
    }

    /** The other leg's INVITE. */
    @Benchmark
    public SipRequest passOn() {
        return RequestBuilder.of("INVITE", "sip:1000@192.0.2.30")
                .copyAllBut(invite, HOP)
                .header(HeaderName.MAX_FORWARDS, "69")
                .body(invite)
                .build("SIP/2.0/UDP 192.0.2.10;branch=z9hG4bKx");
    }

    /** A provisional answer. */
    @Benchmark
    public SipResponse ring() {
        return ResponseBuilder.of(invite, 180, "").toTag("x").build();
    }
}
