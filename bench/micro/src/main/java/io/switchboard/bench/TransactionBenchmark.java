package io.switchboard.bench;

import static java.util.Objects.requireNonNull;

import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.LaneTimer;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.lane.TimerWheel;
import io.switchboard.sip.message.MessageParser;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.message.Validator;
import io.switchboard.sip.transaction.ServerTransaction;
import io.switchboard.sip.transaction.TimerValues;
import io.switchboard.sip.transaction.TransactionLimits;
import io.switchboard.sip.transaction.TransactionUser;
import io.switchboard.sip.transaction.Transactions;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.ListenPoint;
import io.switchboard.sip.transport.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

/**
 * One OPTIONS through a transaction layer: parsed, validated, matched, answered by its user, and lingering for Timer J;
 * and a repetition of it. The wire is a sink.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TransactionBenchmark {
    /** Time between two requests in microseconds: at 250 some 128,000 transactions linger. */
    private static final int MICROS_PER_REQUEST = 250;

    private static final String TEXT = """
            OPTIONS sip:bob@example.com SIP/2.0
            Via: SIP/2.0/UDP 127.0.0.1:5062;branch=z9hG4bK-0000000000000;rport
            Max-Forwards: 70
            From: <sip:alice@example.com>;tag=1928301774
            To: <sip:bob@example.com>
            Call-ID: a84b4c76e66710@127.0.0.1-0000000000000
            CSeq: 314159 OPTIONS
            Contact: <sip:alice@127.0.0.1:5062>
            Content-Length: 0

            """.replace("\n", "\r\n");

    private final BenchLane lane = new BenchLane();
    private final Sink sink = new Sink();
    private final Transactions layer = new Transactions(
            lane, sink, new Validator(65536), new RandomTokens(), TimerValues.DEFAULT, TransactionLimits.DEFAULT);
    private final byte[] template = TEXT.getBytes(StandardCharsets.US_ASCII);
    private final int branchAt = TEXT.indexOf("z9hG4bK-") + 8;
    private final int callIdAt = TEXT.indexOf("127.0.0.1-") + 10;
    private long count;

    /** A layer whose user answers everything with 200. */
    public TransactionBenchmark() {
        layer.user(new Answering());
    }

    /** A request that begins a transaction. */
    @Benchmark
    public int request() {
        count++;
        lane.passes(MICROS_PER_REQUEST);
        layer.received(next(), sink.flow);
        return sink.bytes;
    }

    /** The same request again. */
    @Benchmark
    public int repetition() {
        layer.received(next(), sink.flow);
        return sink.bytes;
    }

    private SipMessage next() {
        byte[] data = new byte[template.length + SipRequest.SLACK];
        System.arraycopy(template, 0, data, 0, template.length);
        RandomTokens.encode(count, data, branchAt);
        RandomTokens.encode(count, data, callIdAt);
        return requireNonNull(MessageParser.parse(data, 0, template.length));
    }

    /** A lane whose time goes by as requests come. */
    private static final class BenchLane implements Lane {
        private final TimerWheel wheel = new TimerWheel(0);
        private long micros;

        void passes(int more) {
            micros += more;
            wheel.advance(now(), (timer, failure) -> {
                throw new IllegalStateException(failure);
            });
        }

        @Override
        public long now() {
            return micros / 1000;
        }

        @Override
        public long wallClock() {
            return now();
        }

        @Override
        public boolean inLane() {
            return true;
        }

        @Override
        public void arm(LaneTimer timer, long delayMillis) {
            wheel.arm(timer, now(), delayMillis);
        }

        @Override
        public void cancel(LaneTimer timer) {
            wheel.cancel(timer);
        }

        @Override
        public void execute(Runnable work) {
            work.run();
        }
    }

    /** Transports that send nowhere. */
    private static final class Sink implements Wire {
        private final NowhereFlow flow = new NowhereFlow();
        private int bytes;

        @Override
        public ListenPoint local(Hop hop) {
            return flow.local();
        }

        @Override
        public List<ListenPoint> listenPoints() {
            return List.of(flow.local());
        }

        @Override
        public void send(SipMessage message, Hop hop, @Nullable Runnable onFailure) {
            bytes += message.size();
        }
    }

    /** Answers 200. */
    private static final class Answering implements TransactionUser {
        @Override
        public void request(ServerTransaction transaction) {
            transaction.respond(ResponseBuilder.of(transaction.request(), 200, "")
                    .toTag("abcdefghijklm")
                    .build());
        }

        @Override
        public void ack(SipRequest ack, Flow flow) {}

        @Override
        public void stray(SipResponse response, Flow flow) {}

        @Override
        public void closed(Flow flow) {}
    }
}
