package io.switchboard.sip.transport;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.switchboard.sip.message.Frame;
import io.switchboard.sip.message.Framer;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.transport.tls.TlsSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A lane with its transports, and what they received. */
final class Endpoint implements AutoCloseable, MessageHandler {
    static final long SECONDS = 20;

    record Received(String text, SipMessage message, Flow flow) {}

    final EventLoopLane lane;
    final Transports transports;
    final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    final BlockingQueue<Flow> closed = new LinkedBlockingQueue<>();

    private Endpoint(NetworkIo io, TransportSettings settings) throws IOException {
        lane = EventLoopLane.start("sip-lane-test", io);
        try {
            transports = new Transports(lane, settings);
            transports.start(this);
        } catch (IOException e) {
            lane.close();
            throw e;
        }
    }

    static Endpoint start(String host, Protocol... protocols) throws IOException {
        return start(TransportLimits.USUAL, null, host, protocols);
    }

    static Endpoint start(TransportLimits limits, @Nullable TlsSettings tls, String host, Protocol... protocols)
            throws IOException {
        return start(NetworkIo.best(), limits, tls, host, protocols);
    }

    static Endpoint start(
            NetworkIo io, TransportLimits limits, @Nullable TlsSettings tls, String host, Protocol... protocols)
            throws IOException {
        List<ListenerSettings> listeners = new ArrayList<>();
        for (Protocol protocol : protocols) {
            listeners.add(ListenerSettings.of(protocol, host, 0));
        }
        return new Endpoint(io, new TransportSettings(listeners, limits, tls));
    }

    @Override
    public void received(SipMessage message, Flow flow) {
        received.add(new Received(message.toString(), message, flow));
    }

    @Override
    public void closed(Flow flow) {
        closed.add(flow);
    }

    InetSocketAddress address(Protocol protocol) {
        return transports.listenPoints().stream()
                .filter(each -> each.protocol() == protocol)
                .findFirst()
                .orElseThrow()
                .bound();
    }

    Hop hopTo(Endpoint other, Protocol protocol) {
        return new Hop(protocol, other.address(protocol), protocol.secure() ? "localhost" : "", null);
    }

    Received next() throws InterruptedException {
        Received next = received.poll(SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was received");
        }
        return next;
    }

    /** Sends inside the lane; the future is completed if the message could not leave. */
    @CanIgnoreReturnValue
    CompletableFuture<Void> send(SipMessage message, Hop hop) {
        CompletableFuture<Void> failed = new CompletableFuture<>();
        lane.execute(() -> transports.send(message, hop, () -> failed.complete(null)));
        return failed;
    }

    long count(TransportCounters.Counter counter) {
        return transports.counters().get(counter);
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never happened: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    static SipRequest options(String transport, String id, int bodySize) {
        byte[] bytes = text(transport, id, bodySize).getBytes(StandardCharsets.US_ASCII);
        if (Framer.datagram(bytes, 0, bytes.length) instanceof Frame.Message(SipRequest request)) {
            return request;
        }
        throw new AssertionError("no request");
    }

    static String text(String transport, String id, int bodySize) {
        return "OPTIONS sip:localhost SIP/2.0\r\nVia: SIP/2.0/" + transport + " 192.0.2.1:5060;rport;branch=z9hG4bK"
                + id
                + "\r\nMax-Forwards: 70\r\nFrom: <sip:a@localhost>;tag=1\r\nTo: <sip:b@localhost>\r\nCall-ID: " + id
                + "\r\nCSeq: 1 OPTIONS\r\nContent-Length: " + bodySize + "\r\n\r\n" + "x".repeat(bodySize);
    }

    @Override
    public void close() throws Exception {
        transports.stop().get(SECONDS, TimeUnit.SECONDS);
        lane.close();
    }
}
