package io.switchboard.sip.transaction;

import io.switchboard.sip.message.MessageParser;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.Protocol;
import java.util.Objects;
import javax.sip.message.Request;

/** The client transactions of a lane, and what becomes of each response that is received. */
final class ClientTransactions {
    private final Transactions layer;
    private final LongTable<ClientEntry> table;
    /** Clients of requests other than INVITE that wait for Timer K over UDP. */
    private final Lingering answered;
    /** Clients of INVITEs whose 2xx has its ACK, until Timer M. */
    private final Lingering acknowledged;

    ClientTransactions(Transactions layer) {
        this.layer = layer;
        this.table = new LongTable<>(layer.tokens.nextLong());
        this.answered = new Lingering(
                layer.lane,
                layer.timers.k(Protocol.UDP),
                layer.tokens.nextLong(),
                (second, source) -> layer.counters.clientsTerminated++);
        this.acknowledged = new Lingering(
                layer.lane,
                layer.timers.sixtyFourT1(),
                layer.tokens.nextLong(),
                (second, source) -> layer.counters.clientsTerminated++);
    }

    int size() {
        return table.size() + lingering();
    }

    /** Transactions that only wait for repetitions. */
    int lingering() {
        return answered.size() + acknowledged.size();
    }

    ClientTransaction send(RequestBuilder request, Hop hop, ClientTransaction.Listener listener) {
        long nonce = freshNonce();
        SipRequest made = request.build(layer.vias.of(hop, nonce));
        if (made.method().equals(Request.INVITE)) {
            InviteClient invite = new InviteClient(layer, nonce, made, hop, listener);
            add(invite);
            invite.start();
            return invite;
        }
        NonInviteClient other = new NonInviteClient(layer, nonce, made, hop, listener);
        add(other);
        other.start();
        return other;
    }

    /**
     * Keys are the branches' nonces; the complement is the CANCEL's of the same branch. Those that linger are not looked
     * through: that a random key is one of a million others happens once in 10^13 times, and then a repetition is lost.
     */
    long freshNonce() {
        long nonce = layer.tokens.nextLong();
        while (nonce == 0 || nonce == -1 || table.get(nonce) != null || table.get(~nonce) != null) {
            nonce = layer.tokens.nextLong();
        }
        return nonce;
    }

    /** Sends a CANCEL as a transaction of its own, under the INVITE's branch (section 9.1). */
    void sendCancel(SipRequest cancel, Hop hop, long inviteKey) {
        NonInviteClient transaction = new NonInviteClient(layer, ~inviteKey, cancel, hop, CancelListener.INSTANCE);
        add(transaction);
        transaction.start();
    }

    void acknowledged(ClientTransaction invite, SipRequest ack, Hop hop) {
        if (invite instanceof InviteClient client
                && table.get(client.key) instanceof InviteClientLinger linger
                && linger.accepted()) {
            layer.lane.cancel(linger);
            table.remove(linger.key, linger);
            acknowledged.add(linger.key, 0, null, hop, ack);
        }
    }

    /** 17.1.3: the branch of the top Via and the method of CSeq name the client transaction. */
    void received(SipResponse response, Flow flow) {
        long nonce = Vias.nonce(response.branch());
        String method = response.cseqMethod();
        long key = method.equals(Request.CANCEL) ? ~nonce : nonce;
        ClientEntry entry = table.get(key);
        if (nonce != 0 && entry != null && entry.invite() == method.equals(Request.INVITE)) {
            entry.received(response);
        } else if (nonce != 0 && answered.knows(key)) {
            layer.counters.absorbed++;
        } else if (nonce != 0 && method.equals(Request.INVITE) && acknowledged.knows(key)) {
            oneMore(response, key);
        } else {
            layer.counters.strayResponses++;
            layer.guard.stray(response, flow);
        }
    }

    /** A response to an INVITE whose 2xx has its ACK: that 2xx once more, or that of another branch. */
    private void oneMore(SipResponse response, long key) {
        byte[] bytes = acknowledged.repeat(key);
        Hop hop = acknowledged.hop(key);
        if (bytes == null
                || hop == null
                || response.status() < 200
                || response.status() > 299
                || !(MessageParser.parse(bytes, 0, bytes.length) instanceof SipRequest ack)) {
            return;
        }
        if (Objects.equals(ack.toTag(), response.toTag())) {
            layer.counters.absorbed++;
            layer.transmit(ack, hop, null);
        } else {
            layer.guard.forked(response, hop);
        }
    }

    private void add(ClientEntry entry) {
        layer.counters.clientsCreated++;
        table.put(entry.key, entry);
    }

    /** Ends a client transaction. */
    void remove(ClientEntry entry) {
        layer.lane.cancel(entry);
        layer.flows.remove(entry);
        if (table.remove(entry.key, entry)) {
            layer.counters.clientsTerminated++;
        }
    }

    /** Leaves nothing of a client over UDP but that it was there, until Timer K fires. */
    void settle(ClientEntry before) {
        layer.lane.cancel(before);
        layer.flows.remove(before);
        if (table.remove(before.key, before)) {
            answered.add(before.key, 0, null, null, null);
        }
    }

    /** Puts what lingers in the place of a transaction that has its final response; at once over if it is for 0 ms. */
    void linger(ClientEntry before, ClientEntry rest, int millis) {
        if (millis == 0) {
            remove(before);
            return;
        }
        layer.lane.cancel(before);
        table.put(rest.key, rest);
        rest.start(0, millis);
    }

    /** What becomes of a CANCEL is of no interest: the INVITE's final response or the timer of section 9.1 counts. */
    private enum CancelListener implements ClientTransaction.Listener {
        INSTANCE;

        @Override
        public void response(SipResponse response) {}

        @Override
        public void timedOut() {}

        @Override
        public void transportFailed() {}
    }
}
