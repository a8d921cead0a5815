package io.switchboard.bench;

import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.ListenPoint;
import io.switchboard.sip.transport.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where all requests come from: a port of this machine, over UDP. */
final class NowhereFlow implements Flow {
    private final InetSocketAddress address = InetSocketAddress.createUnresolved("unused", 0);
    private final InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5062);
    private final ListenPoint listener = new ListenPoint(Protocol.UDP, address, "127.0.0.1:5060");

    @Override
    public Protocol protocol() {
        return Protocol.UDP;
    }

    @Override
    public InetSocketAddress remote() {
        return peer;
    }

    @Override
    public ListenPoint local() {
        return listener;
    }

    @Override
    public boolean open() {
        return true;
    }

    @Override
    public String peerName() {
        return "";
    }
}
