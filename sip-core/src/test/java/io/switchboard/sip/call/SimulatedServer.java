package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.cdr.CallRecord;
import io.switchboard.sip.cdr.CallRecords;
import io.switchboard.sip.event.Subscriptions;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
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
import java.util.List;
import java.util.function.Function;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** The call room over a simulated network: everyone may call, and the test says where to. */
final class SimulatedServer implements TransactionUser, CallRecords {
    static final CallSettings SETTINGS =
            new CallSettings("example.test", 500, 4000, 1800, 90, 0, CallSettings.ReferBy.SERVER);

    final Transactions layer;
    final Calls calls;
    final SimulatedEndpoint endpoint;
    final List<CallRecord> closed = new ArrayList<>();
    CallSettings settings = SETTINGS;
    final List<String> callIds = new ArrayList<>();
    int opened;

    /** How long finding the next hop takes; 0 for an answer at once. */
    long lookupMillis;

    /** Set by tests that want an exception in a call. */
    boolean failOnUpdate;

    /** The same when a call begins. */
    boolean failOnOpen;

    /** The same when the way to a peer is looked up. */
    boolean failOnLookup;

    CallPlanner planner = (invite, target, caller) -> new CallPlan.Refuse("", 404, "");

    /** Who is subscribed to what; null if nobody can be. */
    @Nullable Subscriptions subscriptions;

    /** Who sends this, {@link #caller} if the test says nothing else. */
    Function<ServerTransaction, Party> senders = transaction -> this.caller;

    /** Who calls. */
    Party caller = new Party.Trunk("callers", false, false, 0, null, user -> false);

    SimulatedServer(VirtualLane lane, SimulatedNetwork network) {
        endpoint = network.endpoint("10.0.0.1", 5060);
        RandomTokens tokens = new RandomTokens(network.random());
        layer = new Transactions(
                lane, endpoint, new Validator(65_536), tokens, TimerValues.DEFAULT, TransactionLimits.DEFAULT);
        calls = new Calls(
                lane,
                layer,
                (uri, size, result) -> {
                    if (failOnLookup) {
                        failOnLookup = false;
                        throw new IllegalStateException("asked for by the test");
                    }
                    List<Hop> hops = List.of(new Hop(
                            Protocol.UDP,
                            SimulatedNetwork.address(uri.host(), uri.port() < 0 ? 5060 : uri.port()),
                            "",
                            null));
                    if (lookupMillis == 0) {
                        result.accept(hops);
                    } else {
                        lane.schedule(lookupMillis, () -> result.accept(hops));
                    }
                },
                this,
                tokens);
        layer.user(this);
        endpoint.handler(layer);
    }

    /** Rings all of these phones at once. */
    static DialStep step(DialStep.Next next, SimulatedPhone... phones) {
        ImmutableList.Builder<Destination> all = ImmutableList.builder();
        for (SimulatedPhone phone : phones) {
            String ip = phone.endpoint.address().getAddress().getHostAddress();
            Party party = new Party.Trunk("to-" + ip, false, false, 0, null, user -> false);
            String uri = "sip:phone@" + ip + ":5060";
            all.add(new Destination(party, uri, uri, ImmutableList.of(), ImmutableList.of(), null));
        }
        return new DialStep(all.build(), 8_000, 0, next);
    }

    static CallPlan dial(DialStep... steps) {
        return new CallPlan.Dial("test", ImmutableList.copyOf(steps));
    }

    @Override
    public void request(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        Subscriptions watched = subscriptions;
        if (watched != null
                && request.method().equals(Request.SUBSCRIBE)
                && (request.toTag() == null || watched.knows(request))) {
            watched.subscribe(transaction, senders.apply(transaction).label());
        } else if (request.toTag() != null) {
            if (!calls.inDialog(transaction)) {
                transaction.respond(calls.replies.status(request, 481));
            }
        } else if (request.method().equals(Request.INVITE)) {
            Party sender = senders.apply(transaction);
            calls.invite(transaction, sender, (invite, target, from) -> planner.plan(invite, target, from), settings);
        } else if (request.method().equals(Request.REFER)) {
            RoomRefers.outside(calls, transaction, senders.apply(transaction));
        } else {
            transaction.respond(calls.replies.status(request, 405));
        }
    }

    @Override
    public void ack(SipRequest ack, Flow flow) {
        calls.ack(ack);
    }

    @Override
    public void stray(SipResponse response, Flow flow) {}

    @Override
    public void closed(Flow flow) {}

    @Override
    public void opened(CallRecord soFar) {
        opened++;
        callIds.add(soFar.id());
        if (failOnOpen) {
            failOnOpen = false;
            throw new IllegalStateException("asked for by the test");
        }
    }

    @Override
    public void updated(CallRecord soFar) {
        if (failOnUpdate) {
            failOnUpdate = false;
            throw new IllegalStateException("asked for by the test");
        }
    }

    @Override
    public void closed(CallRecord record) {
        closed.add(record);
    }
}
