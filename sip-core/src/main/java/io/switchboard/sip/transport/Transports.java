package io.switchboard.sip.transport;

import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.transport.TransportCounters.Counter;
import io.switchboard.sip.transport.tls.TlsContexts;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The listeners and connections of one lane: UDP, TCP and TLS over IPv4 and IPv6 (RFC 3261 section 18). Made and started
 * once, from outside the lane.
 */
public final class Transports implements Wire {
    private final EventLoopLane lane;
    private final TransportSettings settings;
    private final @Nullable TlsContexts tls;
    private final TransportCounters counters = new TransportCounters();
    private volatile List<ListenPoint> points = List.of();
    private volatile @Nullable OpenPorts ports;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile Consumer<Hop> hopFailures = hop -> {};

    /**
     * Reads the certificates; nothing is bound yet.
     *
     * @throws IOException if the certificates cannot be used
     */
    public Transports(EventLoopLane lane, TransportSettings settings) throws IOException {
        this.lane = lane;
        this.settings = settings;
        this.tls = settings.tls() == null ? null : new TlsContexts(settings.tls());
    }

    /** Whom to tell, in the lane, of a hop that no connection could be made to. */
    public void onHopFailure(Consumer<Hop> listener) {
        hopFailures = listener;
    }

    /**
     * Binds all listeners; when all are bound, they begin to take messages. Blocks; not for the lane.
     *
     * @param handler where messages go
     * @throws IOException naming the address that could not be bound and why; then none is
     */
    public void start(MessageHandler handler) throws IOException {
        FlushQueue flushes = new FlushQueue(lane);
        Inbox inbox = new Inbox(handler, counters);
        TransportContext context =
                new TransportContext(lane, settings.limits(), counters, flushes, inbox, new StreamBuffer());
        OpenPorts opened = new OpenPorts(context, tls);
        for (ListenerSettings listener : settings.listeners()) {
            try {
                opened.bind(listener);
            } catch (IOException e) {
                CompletableFuture<Void> closed = new CompletableFuture<>();
                lane.execute(() -> opened.close(closed));
                closed.join();
                throw e;
            }
        }
        points = opened.points();
        ports = opened;
        opened.open();
    }

    /**
     * Stops listening, sends what waits and closes all connections. Idempotent.
     *
     * @return done when every socket is closed, at most the time for a peer to read later
     */
    public CompletableFuture<Void> stop() {
        if (stopping.compareAndSet(false, true)) {
            // Inside the lane, so that what was posted before is still sent.
            lane.execute(() -> {
                OpenPorts opened = ports;
                ports = null;
                if (opened == null) {
                    stopped.complete(null);
                } else {
                    opened.close(stopped);
                }
            });
        }
        return stopped;
    }

    /**
     * Reads the certificates again for the connections to come; those that are open go on. Blocks; not for the lane.
     *
     * @throws IOException if they cannot be used; then the old ones stay
     */
    public void reload() throws IOException {
        if (tls != null) {
            tls.reload();
        }
    }

    /** Counts since the start. */
    public TransportCounters counters() {
        return counters;
    }

    @Override
    public List<ListenPoint> listenPoints() {
        return points;
    }

    @Override
    public long backlogMillis() {
        OpenPorts opened = ports;
        return opened == null ? 0 : opened.backlogMillis();
    }

    @Override
    public ListenPoint local(Hop hop) {
        Flow flow = hop.flow();
        if (flow != null && flow.open()) {
            return flow.local();
        }
        ListenPoint best =
                ListenPoints.towards(points, hop.protocol(), hop.address().getAddress());
        return best == null ? points.get(0) : best;
    }

    @Override
    public void send(SipMessage message, Hop hop, @Nullable Runnable onFailure) {
        OpenPorts opened = ports;
        if (opened == null || hop.address().isUnresolved()) {
            counters.add(Counter.DROPPED);
            if (onFailure != null) {
                lane.execute(onFailure);
            }
        } else if (hop.protocol() == Protocol.UDP) {
            opened.sendDatagram(message, hop, onFailure);
        } else {
            opened.sendOnConnection(message, hop, onFailure, hopFailures);
        }
    }
}
