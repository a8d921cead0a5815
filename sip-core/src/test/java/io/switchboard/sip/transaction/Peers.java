package io.switchboard.sip.transaction;

import io.switchboard.sip.sim.SimulatedNetwork;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Protocol;

/** Flows for what a test hands to a layer by itself. */
final class Peers {
    private Peers() {}

    /** Datagrams from a phone at 10.9.9.9, port 40000. */
    static Flow flow(Peer receiver) {
        return flow(receiver, "10.9.9.9");
    }

    static Flow flow(Peer receiver, String ip) {
        return receiver.endpoint.flowFrom(Protocol.UDP, SimulatedNetwork.address(ip, 40_000));
    }
}
