package io.switchboard.sip.sim;

import static java.util.Objects.requireNonNull;

import io.switchboard.sip.message.MessageParser;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.ListenPoint;
import io.switchboard.sip.transport.MessageHandler;
import io.switchboard.sip.transport.Protocol;
import io.switchboard.sip.transport.Wire;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The transports of one peer in a {@link SimulatedNetwork}: UDP and TCP at one address. */
public final class SimulatedEndpoint implements Wire {
    /** Bytes, over IPv4; a system refuses to send more. */
    private static final int LARGEST_DATAGRAM = 65_507;

    private final SimulatedNetwork network;
    private final InetSocketAddress address;
    private final ListenPoint udp;
    private final ListenPoint tcp;
    private final Map<InetSocketAddress, SimulatedFlow> datagramFlows = new LinkedHashMap<>();
    private final Map<InetSocketAddress, SimulatedFlow> connections = new LinkedHashMap<>();
    private @Nullable MessageHandler handler;
    private boolean cut;
    private boolean failAtOnce;

    SimulatedEndpoint(SimulatedNetwork network, InetSocketAddress address) {
        this.network = network;
        this.address = address;
        String ip = address.getAddress().getHostAddress();
        String sentBy = (ip.indexOf(':') < 0 ? ip : "[" + ip + "]") + ":" + address.getPort();
        this.udp = new ListenPoint(Protocol.UDP, address, sentBy);
        this.tcp = new ListenPoint(Protocol.TCP, address, sentBy);
    }

    /** Sets who gets what arrives. */
    public void handler(MessageHandler handler) {
        this.handler = handler;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** The hop that leads here. */
    public Hop hop(Protocol protocol) {
        return new Hop(protocol, address, "", null);
    }

    /** Takes the peer off the network: datagrams vanish, connections break, new ones are refused. */
    public void cut() {
        cut = true;
        List.copyOf(connections.keySet()).forEach(this::disconnect);
    }

    /** Brings the peer back. */
    public void heal() {
        cut = false;
    }

    /** Makes everything that is sent over TCP fail, and within {@link #send} already. */
    public void failAtOnce(boolean failAtOnce) {
        this.failAtOnce = failAtOnce;
    }

    /** The flow of what a peer sends to this endpoint. */
    public Flow flowFrom(Protocol protocol, InetSocketAddress peer) {
        return flow(protocol, peer);
    }

    boolean isCut() {
        return cut;
    }

    @Override
    public ListenPoint local(Hop hop) {
        return hop.protocol() == Protocol.UDP ? udp : tcp;
    }

    @Override
    public List<ListenPoint> listenPoints() {
        return List.of(udp, tcp);
    }

    @Override
    public void send(SipMessage message, Hop hop, @Nullable Runnable onFailure) {
        if (hop.protocol() == Protocol.UDP) {
            if (message.size() > LARGEST_DATAGRAM) {
                if (onFailure != null) {
                    network.lane().schedule(0, onFailure);
                }
                return;
            }
            network.carry(message, address, hop.address(), flow(Protocol.UDP, hop.address()));
            return;
        }
        if (failAtOnce && onFailure != null) {
            onFailure.run();
            return;
        }
        InetSocketAddress peer =
                hop.flow() != null && hop.flow().open() ? hop.flow().remote() : hop.address();
        SimulatedEndpoint other = network.find(peer);
        if (cut || other == null) {
            if (onFailure != null) {
                network.lane().schedule(20, onFailure); // refused, after a round trip
            }
            return;
        }
        network.carry(message, address, peer, flow(Protocol.TCP, peer));
    }

    void deliver(byte[] bytes, InetSocketAddress from, SimulatedFlow sent) {
        if (sent.protocol() != Protocol.UDP && !sent.open()) {
            return; // the connection broke under way
        }
        SipMessage message = requireNonNull(MessageParser.parse(bytes, 0, bytes.length), "not a message");
        if (message instanceof SipRequest request) {
            request.receivedFrom(from);
        }
        requireNonNull(handler, "no handler").received(message, flow(sent.protocol(), from));
    }

    private SimulatedFlow flow(Protocol protocol, InetSocketAddress peer) {
        Map<InetSocketAddress, SimulatedFlow> flows = protocol == Protocol.UDP ? datagramFlows : connections;
        return flows.computeIfAbsent(peer, p -> new SimulatedFlow(protocol, p, protocol == Protocol.UDP ? udp : tcp));
    }

    private void disconnect(InetSocketAddress peer) {
        SimulatedEndpoint other = network.peer(peer);
        closed(peer);
        if (other != null) {
            other.closed(address);
        }
    }

    private void closed(InetSocketAddress peer) {
        SimulatedFlow flow = connections.remove(peer);
        if (flow != null) {
            flow.close();
            if (handler != null) {
                handler.closed(flow);
            }
        }
    }
}
