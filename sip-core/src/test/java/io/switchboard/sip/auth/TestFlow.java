package io.switchboard.sip.auth;

import com.google.common.net.InetAddresses;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.ListenPoint;
import io.switchboard.sip.transport.Protocol;
import java.net.InetSocketAddress;

/** Where a request came from, as a test says. */
record TestFlow(String host, int port, String peerName) implements Flow {
    @Override
    public Protocol protocol() {
        return Protocol.UDP;
    }

    @Override
    public InetSocketAddress remote() {
        return new InetSocketAddress(InetAddresses.forString(host), port);
    }

    @Override
    public ListenPoint local() {
        return new ListenPoint(Protocol.UDP, remote(), "127.0.0.1:5060");
    }

    @Override
    public boolean open() {
        return true;
    }
}
