package io.switchboard.sip.messaging;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.auth.Account;
import io.switchboard.sip.call.Destination;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.message.Validator;
import io.switchboard.sip.sim.SimulatedEndpoint;
import io.switchboard.sip.sim.SimulatedNetwork;
import io.switchboard.sip.sim.VirtualLane;
import io.switchboard.sip.transaction.ServerTransaction;
import io.switchboard.sip.transaction.TimerValues;
import io.switchboard.sip.transaction.TransactionLimits;
import io.switchboard.sip.transaction.TransactionUser;
import io.switchboard.sip.transaction.Transactions;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An office for messages with its users, phones, trunks and a store, on a simulated network. */
abstract class MessagesScene implements TransactionUser {
    static final String BOB = "bob@example.test";

    final VirtualLane lane = new VirtualLane();
    final SimulatedNetwork network = new SimulatedNetwork(lane, 1);
    final SimulatedEndpoint endpoint = network.endpoint("10.0.0.1", 5060);
    final FakeStore store = new FakeStore();
    final Map<String, List<Phone>> registered = new HashMap<>();
    final List<String> members = new ArrayList<>();
    final Peer alice = peer("alice", "10.0.0.2");
    final Peer bob = peer("bob", "10.0.0.3");
    final Peer tablet = peer("bob", "10.0.0.4");
    final Peer carrier = peer("carrier", "10.0.0.9");
    final Peer other = peer("other", "10.0.0.8");
    MessageSettings settings = settings(100, 0, MessageSettings.Bounce.TEXT);
    Messages messages = office();

    Peer peer(String user, String ip) {
        return new Peer(lane, network, user, ip, endpoint.hop(Protocol.UDP));
    }

    static MessageSettings settings(int perUser, int perMinute, MessageSettings.Bounce bounce) {
        return new MessageSettings(
                "example.test", 2_000, 2_000, 600_000, 0, 600_000, perUser, 1_000, perMinute, bounce);
    }

    Messages office() {
        RandomTokens tokens = new RandomTokens(network.random());
        Transactions layer = new Transactions(
                lane, endpoint, new Validator(65_536), tokens, TimerValues.DEFAULT, TransactionLimits.DEFAULT);
        layer.user(this);
        endpoint.handler(layer);
        Messages made = new Messages(
                lane,
                layer,
                (uri, size, result) -> result.accept(hops(uri)),
                store,
                aor -> registered.getOrDefault(aor, List.of()),
                room -> room.equals("3000") ? members : List.of(),
                tokens,
                settings);
        made.trunks(this::onTrunk);
        made.start(store.summary());
        return made;
    }

    static Hop hop(String ip) {
        return new Hop(Protocol.UDP, SimulatedNetwork.address(ip, 5060), "", null);
    }

    /** Where a URI leads. */
    List<Hop> hops(SipUri uri) {
        return List.of(hop(uri.host()));
    }

    /** Where somebody behind a trunk is told of the end of his message. */
    @Nullable Destination onTrunk(String trunk, String user) {
        return null;
    }

    /** Who sends a message. */
    Party sender(SipRequest message) {
        String from =
                NameAddr.parse(String.valueOf(message.value(HeaderName.FROM))).user();
        return new Party.Phone(new Account(from, "example.test", "", "", ""), 0);
    }

    void use(MessageSettings next) {
        settings = next;
        messages.configure(next);
    }

    void register(Peer phone) {
        List<Phone> all = new ArrayList<>(registered.getOrDefault(BOB, List.of()));
        all.removeIf(each -> each.device().equals(phone.phone().device()));
        all.add(phone.phone());
        registered.put(BOB, all);
        messages.registered(BOB, phone.phone().device(), true);
        pass();
    }

    void unregister() {
        registered.clear();
        messages.gone(BOB);
    }

    void pass() {
        lane.advance(200);
    }

    static MessageRoute route(String user) {
        return switch (user) {
            case "alice", "bob", "carol" ->
                new MessageRoute.To(
                        ImmutableList.of(new MessageRoute.Step.User(user + "@example.test", null)), (i, s) -> -1);
            case "1002" ->
                new MessageRoute.To(ImmutableList.of(new MessageRoute.Step.User(BOB, null)), (step, status) -> -1);
            case "9" ->
                new MessageRoute.To(
                        ImmutableList.of(
                                new MessageRoute.Step.Trunk(trunk("10.0.0.9")),
                                new MessageRoute.Step.Trunk(trunk("10.0.0.8"))),
                        (step, status) -> step == 0 && status == 503 ? 1 : -1);
            case "3000" ->
                new MessageRoute.To(ImmutableList.of(new MessageRoute.Step.Room(user)), (step, status) -> -1);
            default -> new MessageRoute.Refuse(404, "");
        };
    }

    static Destination trunk(String ip) {
        Party party = new Party.Trunk("carrier", false, false, 0, null, user -> false);
        String uri = "sip:9@" + ip + ":5060";
        return new Destination(party, uri, uri, ImmutableList.of(), ImmutableList.of(), null);
    }

    @Override
    public void request(ServerTransaction transaction) {
        Party sender = sender(transaction.request());
        messages.accept(transaction, sender, (message, target, party) -> route(target.user()));
    }

    /** RFC 3428 section 4; bodies are nobody's business, and there is no Contact. */
    @Override
    public void ack(SipRequest ack, Flow flow) {}

    @Override
    public void stray(SipResponse response, Flow flow) {}

    @Override
    public void closed(Flow flow) {}
}
