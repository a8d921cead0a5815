package io.switchboard.sip.sim;

import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.transport.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A network in memory. Messages are encoded and parsed again on the way, as on a real one. All its dice come from one
 * seed; its text names it, to be put into every assertion's description.
 */
public final class SimulatedNetwork {
    private final VirtualLane lane;
    private final long seed;
    private final Random random;
    private final Map<InetSocketAddress, SimulatedEndpoint> endpoints = new LinkedHashMap<>();
    private NetworkQuality quality = NetworkQuality.PERFECT;
    private @Nullable Predicate<SipMessage> firewall;
    private @Nullable UnaryOperator<String> rewrite;
    private long sent;
    private long lost;

    /** A perfect network, until told otherwise. */
    public SimulatedNetwork(VirtualLane lane, long seed) {
        this.lane = lane;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** Sets what becomes of the datagrams sent from now on. */
    public SimulatedNetwork quality(NetworkQuality quality) {
        this.quality = quality;
        return this;
    }

    /** Lets only those messages pass that the test is true for; null for all. */
    public void firewall(@Nullable Predicate<SipMessage> passes) {
        this.firewall = passes;
    }

    /** Changes every message on its way, as Latin-1 text; null for none. For what no sound peer would send. */
    public void rewrite(@Nullable UnaryOperator<String> rewrite) {
        this.rewrite = rewrite;
    }

    /**
     * A new peer that listens on this address for UDP and TCP.
     *
     * @param ip numeric
     */
    public SimulatedEndpoint endpoint(String ip, int port) {
        InetSocketAddress address = address(ip, port);
        SimulatedEndpoint made = new SimulatedEndpoint(this, address);
        endpoints.put(address, made);
        return made;
    }

    /** A socket address without any look-up. */
    public static InetSocketAddress address(String ip, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(ip), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(ip, e);
        }
    }

    /** The dice of this network, for tests that want all from one seed. */
    public Random random() {
        return random;
    }

    /** Messages sent so far. */
    public long sent() {
        return sent;
    }

    /** Messages lost so far. */
    public long lost() {
        return lost;
    }

    VirtualLane lane() {
        return lane;
    }

    @Nullable SimulatedEndpoint find(InetSocketAddress address) {
        SimulatedEndpoint found = endpoints.get(address);
        return found == null || found.isCut() ? null : found;
    }

    /** A peer by its address, on the network or cut off. */
    @Nullable SimulatedEndpoint peer(InetSocketAddress address) {
        return endpoints.get(address);
    }

    /** Brings bytes to a peer, or not. */
    void carry(SipMessage message, InetSocketAddress from, InetSocketAddress to, SimulatedFlow flow) {
        sent++;
        byte[] bytes = encoded(message);
        boolean reliable = flow.protocol() != Protocol.UDP;
        boolean blocked = find(from) == null || (firewall != null && !firewall.test(message));
        if (blocked || (!reliable && random.nextDouble() < quality.loss())) {
            lost++;
            return;
        }
        int copies = !reliable && random.nextDouble() < quality.duplication() ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            lane.schedule(reliable ? flow.inOrder(lane.now(), delay()) : delay(), () -> {
                SimulatedEndpoint receiver = find(to);
                if (receiver != null) {
                    receiver.deliver(bytes.clone(), from, flow);
                } else {
                    lost++;
                }
            });
        }
    }

    private byte[] encoded(SipMessage message) {
        byte[] bytes = Arrays.copyOfRange(message.array(), message.offset(), message.offset() + message.size());
        UnaryOperator<String> change = rewrite;
        return change == null
                ? bytes
                : change.apply(new String(bytes, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private int delay() {
        return quality.minDelay() + random.nextInt(quality.maxDelay() - quality.minDelay() + 1);
    }

    @Override
    public String toString() {
        return "simulated network with seed " + seed;
    }
}
