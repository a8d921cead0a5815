package io.switchboard.sip.transport;

import java.net.InetSocketAddress;

/** A sender's address and the listener that it reached. */
record UdpFlow(ListenPoint local, InetSocketAddress remote) implements Flow {
    @Override
    public Protocol protocol() {
        return Protocol.UDP;
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
