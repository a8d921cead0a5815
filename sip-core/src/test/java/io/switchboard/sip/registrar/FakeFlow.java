package io.switchboard.sip.registrar;

import com.google.common.net.InetAddresses;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.ListenPoint;
import io.switchboard.sip.transport.Protocol;
import java.net.InetSocketAddress;

/** A flow that a test opens and closes. */
final class FakeFlow implements Flow {
    private final Protocol protocol;
    private final InetSocketAddress remote;
    boolean open = true;

    FakeFlow(Protocol protocol, String host, int port) {
        this.protocol = protocol;
        this.remote = new InetSocketAddress(InetAddresses.forString(host), port);
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
        return new ListenPoint(protocol, new InetSocketAddress(remote.getAddress(), 5060), "127.0.0.1:5060");
    }

    @Override
    public boolean open() {
        return open;
    }

    @Override
    public String peerName() {
        return "";
    }
}
