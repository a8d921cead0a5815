package io.switchboard.sip.transport;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A sender's address and the listener that it reached. */
final class UdpFlow implements Flow {
    private final ListenPoint local;
    private final InetSocketAddress remote;
    private final Hop hop;

    UdpFlow(ListenPoint local, InetSocketAddress remote) {
        this.local = local;
        this.remote = remote;
        this.hop = new Hop(Protocol.UDP, remote, "", this);
    }

    @Override
    public Protocol protocol() {
        return Protocol.UDP;
    }

    @Override
    public ListenPoint local() {
        return local;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public Hop hop() {
        return hop;
    }

    @Override
    public boolean open() {
        return true;
    }

    @Override
    public String peerName() {
        return "";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UdpFlow that && remote.equals(that.remote) && local.equals(that.local);
    }

    @Override
    public int hashCode() {
        return remote.hashCode();
    }

    @Override
    public String toString() {
        return "UDP " + remote;
    }
}
