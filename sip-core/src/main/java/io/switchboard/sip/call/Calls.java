package io.switchboard.sip.call;

import io.switchboard.sip.cdr.CallRecords;
import io.switchboard.sip.dialog.SessionTimer;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.transaction.ServerTransaction;
import io.switchboard.sip.transaction.TransactionLayer;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.Resolver;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All calls of one lane: begins them, finds the dialog that a request belongs to, counts them, ends them. */
public final class Calls {
    final Logger log = LoggerFactory.getLogger(Calls.class);
    final Lane lane;
    final TransactionLayer layer;
    final CallRecords records;
    final RandomTokens tokens;
    final CallReplies replies;
    private Seating seating = (room, guest) -> new Seating.Place.Refused(501, "Conferences Not Served");
    private final Escalations escalations = new Escalations(this);
    private int legs;
    private long crashes;
    final Resolver resolver;
    private final Map<String, Leg> dialogs = new HashMap<>();
    private final Map<String, Call> dialling = new HashMap<>();
    final EndedDialogs ended = new EndedDialogs();
    private final PartyLoad load = new PartyLoad();
    private final Map<String, Call> running = new LinkedHashMap<>();
    private @Nullable Draining draining;
    long begun;
    long answered;

    /** Calls of this lane, over its transaction layer. */
    public Calls(Lane lane, TransactionLayer layer, Resolver resolver, CallRecords records, RandomTokens tokens) {
        this.lane = lane;
        this.layer = layer;
        this.resolver = resolver;
        this.records = records;
        this.tokens = tokens;
        this.replies = new CallReplies(tokens);
    }

    /** Where calls to rooms lead; until it is set they are refused with 501. */
    public void seating(Seating rooms) {
        seating = rooms;
    }

    /** Where calls to rooms lead. */
    public Seating seating() {
        return seating;
    }

    /** Running calls that become conferences. */
    public Escalations escalations() {
        return escalations;
    }

    /**
     * Begins a call with a caller who is known and allowed to call.
     *
     * @param settings kept by the call until it ends
     */
    public void invite(ServerTransaction transaction, Party caller, CallPlanner planner, CallSettings settings) {
        SipRequest invite = transaction.request();
        if (full(settings)) {
            transaction.respond(replies.unavailable(invite));
            return;
        }
        if (SessionTimer.tooSmall(invite, settings.minSessionSeconds())) {
            transaction.respond(replies.intervalTooSmall(invite, settings));
            return;
        }
        Call parent = dialling.get(invite.callId());
        if (parent != null && Dialling.loops(parent, invite.requestUri())) {
            transaction.respond(replies.status(invite, 482));
            return;
        }
        if (FieldValues.breadth(invite) == 0) {
            transaction.respond(replies.status(invite, 440));
            return;
        }
        SipUri target;
        try {
            target = SipUri.parse(invite.requestUri());
        } catch (IllegalArgumentException e) {
            transaction.respond(replies.status(invite, 416));
            return;
        }
        if (invite.has(HeaderName.REPLACES) && !invite.has(HeaderName.JOIN)) {
            int refusal = Takeovers.refusal(this, invite, caller);
            if (refusal > 0) {
                transaction.respond(replies.status(invite, refusal));
            } else {
                begun++;
                Takeovers.begin(new Call(this, settings, transaction, caller, planner, "", null), transaction);
            }
            return;
        }
        begun++;
        CallPlan plan =
                invite.has(HeaderName.JOIN) ? Joins.plan(this, invite, caller) : planner.plan(invite, target, caller);
        Call call = new Call(this, settings, transaction, caller, planner, plan.route(), parent);
        call.start(plan);
    }

    /** The party of the dialog that a request names by its tags; null if there is no such dialog. */
    public @Nullable Party partyOf(SipRequest request) {
        Leg leg = find(request);
        return leg == null ? null : leg.party;
    }

    /** Where the peer of the dialog that a request names was last heard; null if there is none or it was never heard. */
    public @Nullable InetSocketAddress lastHeard(SipRequest request) {
        Leg leg = find(request);
        return leg == null ? null : leg.lastHeard();
    }

    /**
     * A request with a To tag.
     *
     * @return false if it belongs to no dialog here, to be answered with 481
     */
    public boolean inDialog(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        Leg leg = find(request);
        LegDialog dialog = leg == null ? null : leg.dialogs.find(request.toTag(), request.fromTag());
        if (leg == null || dialog == null) {
            return false;
        }
        try {
            if (!dialog.inOrder(request)) {
                transaction.respond(replies.status(request, 500)); // RFC 3261 section 12.2.2
            } else {
                LegRequests.handle(leg, transaction, dialog);
            }
        } catch (RuntimeException e) {
            leg.call.crashed(e);
            if (transaction.pending()) {
                transaction.respond(replies.status(request, 500));
            }
        }
        return true;
    }

    /** An ACK for a 2xx. */
    public void ack(SipRequest ack) {
        Leg leg = find(ack);
        if (leg != null) {
            try {
                leg.acknowledged(ack);
            } catch (RuntimeException e) {
                leg.call.crashed(e);
            }
        }
    }

    /** A 2xx of a branch of our INVITE that a proxy forked and that is not wanted: ACK and BYE. */
    public void forked(SipResponse response, Hop to) {
        StrayAnswer.hangUp(layer, response, to);
    }

    /** Calls that a trunk has at the moment, both directions. */
    public int load(String trunk) {
        return load.of("trunk:" + trunk);
    }

    /** Calls that run. */
    public int running() {
        return running.size();
    }

    /** Legs that are not over. */
    public int legs() {
        return legs;
    }

    /** Dialog identifiers in use. */
    public int dialogs() {
        return dialogs.size();
    }

    /** Calls begun since the start. */
    public long begun() {
        return begun;
    }

    /** Calls answered since the start. */
    public long answered() {
        return answered;
    }

    /** Calls that were ended by an exception since the start. */
    public long crashes() {
        return crashes;
    }

    /**
     * Stops gracefully: new calls are refused, running ones may go on for a while, then they are ended with BYE.
     *
     * @param done run in the lane when no call is left, or 5 s after the last were told to end
     */
    public void drain(long millis, Runnable done) {
        if (draining == null) {
            draining = new Draining(lane, List.copyOf(running.values()), done);
            draining.begin(millis);
        }
    }

    /** Whether one more call is too many. */
    boolean full(CallSettings settings) {
        return draining != null || (settings.maxCalls() > 0 && running.size() >= settings.maxCalls());
    }

    void resolve(LegDialog dialog, int size, Consumer<List<Hop>> result) {
        dialog.resolve(resolver, size, result);
    }

    void register(String localTag, Leg leg) {
        dialogs.put(localTag, leg);
    }

    void unregister(String localTag) {
        Leg leg = dialogs.remove(localTag);
        if (leg != null) {
            ended.add(leg.dialogs.callId(), localTag);
        }
    }

    void dialling(String callId, Call call) {
        dialling.put(callId, call);
    }

    void dialled(String callId) {
        dialling.remove(callId);
    }

    /** A leg begins: counts it for its party, which may be full: then it is false. */
    boolean entered(Call call, Leg leg) {
        running.put(call.record.id(), call);
        legs++;
        return load.entered(leg.party);
    }

    void left(Leg leg) {
        legs--;
        load.left(leg.party);
    }

    void crashed(String callId, Party party, RuntimeException failure) {
        crashes++;
        log.error("{} {} call ended by an exception", callId, party.label(), failure);
    }

    Iterable<Call> all() {
        return running.values();
    }

    /** A call that runs, by the id of its record. */
    @Nullable Call byId(String id) {
        return running.get(id);
    }

    void ended(Call call) {
        running.remove(call.record.id());
        if (draining != null && running.isEmpty()) {
            draining.finish();
        }
    }

    /** A random number, 0 to below this. */
    int below(int bound) {
        return (int) Long.remainderUnsigned(tokens.nextLong(), bound);
    }

    private @Nullable Leg find(SipRequest request) {
        return find(request.callId(), request.toTag());
    }

    /** The leg whose dialog has this Call-ID and this tag of ours, or null. */
    @Nullable Leg find(String callId, @Nullable String tag) {
        Leg leg = tag == null ? null : dialogs.get(tag);
        return leg != null && leg.dialogs.callId().equals(callId) ? leg : null;
    }
}
