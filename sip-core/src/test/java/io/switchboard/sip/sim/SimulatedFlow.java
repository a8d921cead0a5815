package io.switchboard.sip.sim;

import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.ListenPoint;
import io.switchboard.sip.transport.Protocol;
import java.net.InetSocketAddress;

/** One side's view of a connection, or of a peer that datagrams came from. */
final class SimulatedFlow implements Flow {
    private final Protocol protocol;
    private final InetSocketAddress remote;
    private final ListenPoint local;
    private boolean open = true;
    private long lastArrival;

    SimulatedFlow(Protocol protocol, InetSocketAddress remote, ListenPoint local) {
        this.protocol = protocol;
        this.remote = remote;
        this.local = local;
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public ListenPoint local() {
        return local;
    }

    @Override
    public boolean open() {
        return open;
    }

    @Override
    public String peerName() {
        return "";
    }

    void close() {
        open = false;
    }

    /** The delay that keeps the order of what is sent: never before what was sent earlier. */
    long inOrder(long now, int delay) {
        lastArrival = Math.max(lastArrival, now + delay);
        return lastArrival - now;
    }
}
