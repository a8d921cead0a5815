package io.switchboard.sip.transaction;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.message.Verdict;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Hop;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** The server transactions of a lane, and what becomes of each request that is received. */
final class ServerTransactions {
    private final Transactions layer;
    private final TransactionLimits limits;
    private final ServerKeys keys;
    private final LongTable<ServerEntry> table;
    private final LongTable<ServerEntry> mergeTable;
    private final Sources sources;
    /** What waits for Timer L, and over UDP for Timer J. */
    private final Lingering lingering;
    /** Merge keys of those. */
    private final LongIndex mergedLingering;

    ServerTransactions(Transactions layer, TransactionLimits limits) {
        this.layer = layer;
        this.limits = limits;
        this.keys = new ServerKeys(layer.tokens);
        this.table = new LongTable<>(layer.tokens.nextLong());
        this.mergeTable = new LongTable<>(layer.tokens.nextLong());
        this.sources = new Sources(layer.tokens.nextLong());
        this.lingering =
                new Lingering(layer.lane, layer.timers.sixtyFourT1(), layer.tokens.nextLong(), this::lingeredOut);
        this.mergedLingering = new LongIndex(layer.tokens.nextLong());
    }

    int size() {
        return table.size() + lingering.size();
    }

    /** Transactions that only wait for repetitions. */
    int lingering() {
        return lingering.size();
    }

    /** Sources and merge keys still known; 0 when there is no transaction. */
    int remembered() {
        return sources.size() + mergeTable.size() + mergedLingering.size();
    }

    void received(SipRequest request, Flow flow) {
        switch (request.method()) {
            case Request.ACK -> ack(request, flow);
            case Request.CANCEL -> cancel(request, flow);
            case Request.INVITE -> stateful(request, flow);
            default -> {
                ResponseBuilder answer = layer.guard.stateless(request, flow);
                if (answer == null) {
                    stateful(request, flow);
                } else {
                    layer.counters.stateless++;
                    answer(answer.toTag(keys.statelessTag(request)), request, flow);
                }
            }
        }
    }

    private void stateful(SipRequest request, Flow flow) {
        long key = keys.of(request);
        ServerEntry entry = table.get(key);
        if (entry != null) {
            layer.counters.absorbed++;
            entry.repeated();
        } else if (lingering.knows(key)) {
            layer.counters.absorbed++;
            layer.sendAgain(lingering, key);
        } else {
            fresh(key, request, flow);
        }
    }

    /** Answers an invalid request, without state. */
    void reject(Verdict.Reject reject, SipRequest request, Flow flow) {
        layer.counters.rejected++;
        answer(reject.answer(request).toTag(keys.statelessTag(request)), request, flow);
    }

    private void fresh(long key, SipRequest request, Flow flow) {
        long mergeKey = keys.ofMerged(request);
        if (mergeKey != 0 && (mergeTable.get(mergeKey) != null || mergedLingering.get(mergeKey) >= 0)) {
            layer.counters.merged++; // 8.2.2.2: it came here by another way already
            answer(response(request, 482, ""), request, flow);
            return;
        }
        if (mergeKey != 0 && request.method().equals(Request.INVITE) && layer.overloaded()) {
            layer.counters.shed++;
            answer(
                    response(request, 503, "").header(HeaderName.RETRY_AFTER, Integer.toString(limits.retryAfter())),
                    request,
                    flow);
            return;
        }
        Sources.Source source = sources.of(flow.remote().getAddress());
        if (!limits.admit(layer.load(), source.load(), mergeKey == 0)) {
            layer.counters.overLimit++;
            answer(
                    response(request, 503, "").header(HeaderName.RETRY_AFTER, Integer.toString(limits.retryAfter())),
                    request,
                    flow);
            return;
        }
        Hop hop = ResponseRoute.of(request, flow);
        layer.counters.serversCreated++;
        sources.add(source);
        if (request.method().equals(Request.INVITE)) {
            InviteServer invite = new InviteServer(layer, key, mergeKey, source, hop, request, flow);
            put(invite);
            invite.start();
            layer.guard.request(invite);
        } else {
            NonInviteServer other = new NonInviteServer(layer, key, mergeKey, source, hop, request, flow);
            put(other);
            other.start();
            layer.guard.request(other);
        }
    }

    /** 17.2.1: the ACK of a refusal is its transaction's; any other goes to the user. */
    private void ack(SipRequest ack, Flow flow) {
        ServerEntry entry = table.get(keys.of(ack));
        if (entry == null && !ServerKeys.modern(ack)) {
            entry = table.get(keys.ofOldInvite(ack));
        }
        if (entry != null && (ServerKeys.modern(ack) || answered(entry, ack))) {
            layer.counters.absorbed++;
            entry.acknowledged(ack, flow);
        } else {
            layer.counters.strayAcks++;
            layer.guard.ack(ack, flow);
        }
    }

    /** 17.2.3: for an RFC 2543 peer the To tag of the ACK is that of the response. */
    private static boolean answered(ServerEntry entry, SipRequest ack) {
        SipResponse last = entry.last;
        return last == null || last.toTag() == null || last.toTag().equals(ack.toTag());
    }

    /** 9.2: answered by the layer, statelessly, for each CANCEL of a transaction gets the same answer. */
    private void cancel(SipRequest cancel, Flow flow) {
        long key = keys.ofInvite(cancel);
        ServerEntry entry = table.get(key);
        if (entry == null && !lingering.knows(key)) {
            answer(response(cancel, 481, ""), cancel, flow);
            return;
        }
        ResponseBuilder ok = ResponseBuilder.of(cancel, 200, "");
        String tag = entry == null || entry.last == null ? null : entry.last.toTag();
        answer(ok.toTag(tag == null ? keys.statelessTag(cancel) : tag), cancel, flow);
        if (entry != null) {
            entry.cancelled(cancel);
        }
    }

    /** A response of the layer's own, with a To tag (section 8.2.6.2). */
    ResponseBuilder response(SipRequest request, int status, String reason) {
        return ResponseBuilder.of(request, status, reason).toTag(keys.statelessTag(request));
    }

    private void answer(ResponseBuilder response, SipRequest request, Flow flow) {
        layer.transmit(response.build(), ResponseRoute.of(request, flow), null);
    }

    private void put(ServerEntry entry) {
        table.put(entry.key, entry);
        if (entry.mergeKey != 0) {
            mergeTable.put(entry.mergeKey, entry);
        }
    }

    /** Puts what lingers in the place of a transaction that has its final response. */
    void linger(ServerEntry before, ServerEntry rest) {
        layer.lane.cancel(before);
        put(rest);
    }

    /**
     * Leaves nothing of a transaction but that it was there.
     *
     * @param last sent again when the request is repeated, or null
     */
    void settle(ServerEntry before, @Nullable SipResponse last) {
        layer.lane.cancel(before);
        if (table.remove(before.key, before)) {
            if (before.mergeKey != 0) {
                mergeTable.remove(before.mergeKey, before);
                mergedLingering.put(before.mergeKey, 0);
            }
            before.source.lingers();
            lingering.add(before.key, before.mergeKey, before.source, before.hop, last);
        }
    }

    private void lingeredOut(long mergeKey, Sources.@Nullable Source source) {
        layer.counters.serversTerminated++;
        if (source != null) {
            source.lingered();
            sources.remove(source);
        }
        if (mergeKey != 0) {
            mergedLingering.remove(mergeKey, 0);
        }
    }

    /** Ends a transaction. */
    void remove(ServerEntry entry) {
        layer.lane.cancel(entry);
        if (table.remove(entry.key, entry)) {
            layer.counters.serversTerminated++;
            sources.remove(entry.source);
            if (entry.mergeKey != 0) {
                mergeTable.remove(entry.mergeKey, entry);
            }
        }
    }
}
