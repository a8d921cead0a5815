package io.switchboard.sip.transaction;

import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.MessageParser;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.message.Validator;
import io.switchboard.sip.message.Verdict;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.ListenPoint;
import io.switchboard.sip.transport.MessageHandler;
import io.switchboard.sip.transport.Protocol;
import io.switchboard.sip.transport.Wire;
import java.util.Objects;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transaction layer of one lane (RFC 3261 section 17, RFC 6026): between the transports, which give it what they
 * receive, and the transaction user. It validates, matches, absorbs retransmissions, and answers by itself what needs
 * no user: CANCEL, merged and invalid requests, and what exceeds {@link TransactionLimits}.
 */
public final class Transactions implements TransactionLayer, MessageHandler {
    private static final Logger log = LoggerFactory.getLogger(Transactions.class);

    final Lane lane;
    final RandomTokens tokens;
    final TimerValues timers;
    final TransactionCounters counters = new TransactionCounters();
    final UserGuard guard = new UserGuard(this);
    final FlowWatch flows = new FlowWatch();
    private final Overload overload = new Overload();
    final ServerTransactions servers;
    TransactionUser user;

    private final Wire wire;
    private final Validator validator;
    private final Vias vias;
    private final LongTable<ClientEntry> clients;
    /** Clients of requests other than INVITE that wait for Timer K over UDP. */
    private final Lingering answered;
    /** Clients of INVITEs whose 2xx has its ACK, until Timer M. */
    private final Lingering acknowledged;

    private boolean sending;

    /**
     * A layer without transactions. {@link #user} has to be called before anything is received.
     *
     * @param validator judges what is received, before anything else is done with it
     * @param tokens where branches and tags come from; may be shared with others of the same lane
     */
    public Transactions(
            Lane lane,
            Wire wire,
            Validator validator,
            RandomTokens tokens,
            TimerValues timers,
            TransactionLimits limits) {
        this.lane = lane;
        this.wire = wire;
        this.validator = validator;
        this.tokens = tokens;
        this.timers = timers;
        this.vias = new Vias(wire);
        this.clients = new LongTable<>(tokens.nextLong());
        this.answered = new Lingering(
                lane, timers.k(Protocol.UDP), tokens.nextLong(), (second, source) -> counters.clientsTerminated++);
        this.acknowledged = new Lingering(
                lane, timers.sixtyFourT1(), tokens.nextLong(), (second, source) -> counters.clientsTerminated++);
        this.servers = new ServerTransactions(this, limits);
        this.user = new NoUser();
    }

    /** Sets who gets the requests; until then they are answered 503. */
    public void user(TransactionUser user) {
        this.user = user;
    }

    /** What happened so far. */
    public TransactionCounters counters() {
        return counters;
    }

    @Override
    public ListenPoint local(Hop hop) {
        return wire.local(hop);
    }

    @Override
    public int size() {
        return clients.size() + answered.size() + acknowledged.size() + servers.size();
    }

    /** Whether a new call is to be refused because the lane is behind. */
    boolean overloaded() {
        return overload.sheds(wire.backlogMillis(), lane.now());
    }

    /** What they weigh. */
    int load() {
        int lingering = answered.size() + acknowledged.size() + servers.lingering();
        return TransactionLimits.load(size() - lingering, lingering);
    }

    @Override
    public ClientTransaction send(RequestBuilder request, Hop hop, ClientTransaction.Listener listener) {
        long nonce = freshNonce();
        SipRequest made = request.build(vias.of(hop, nonce));
        if (made.method().equals(Request.INVITE)) {
            InviteClient invite = new InviteClient(this, nonce, made, hop, listener);
            add(invite);
            invite.start();
            return invite;
        }
        NonInviteClient other = new NonInviteClient(this, nonce, made, hop, listener);
        add(other);
        other.start();
        return other;
    }

    /** Keys are the branches' nonces; the complement is the CANCEL's of the same branch. */
    private long freshNonce() {
        long nonce = tokens.nextLong();
        while (nonce == 0
                || nonce == -1
                || clients.get(nonce) != null
                || clients.get(~nonce) != null
                || answered.knows(nonce)
                || acknowledged.knows(nonce)
                || answered.knows(~nonce)) {
            nonce = tokens.nextLong();
        }
        return nonce;
    }

    /** Sends a CANCEL as a transaction of its own, under the INVITE's branch (section 9.1). */
    void sendCancel(SipRequest cancel, Hop hop, long inviteKey) {
        NonInviteClient transaction = new NonInviteClient(this, ~inviteKey, cancel, hop, CancelListener.INSTANCE);
        add(transaction);
        transaction.start();
    }

    @Override
    public SipRequest sendAck(RequestBuilder ack, Hop hop) {
        SipRequest made = ack.build(vias.of(hop, freshNonce()));
        transmit(made, hop, null);
        return made;
    }

    @Override
    public void resendAck(SipRequest ack, Hop hop) {
        transmit(ack, hop, null);
    }

    @Override
    public void acknowledged(ClientTransaction invite, SipRequest ack, Hop hop) {
        if (invite instanceof InviteClient client
                && clients.get(client.key) instanceof InviteClientLinger linger
                && linger.accepted()) {
            lane.cancel(linger);
            clients.remove(linger.key, linger);
            acknowledged.add(linger.key, 0, null, hop, ack);
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
            counters.absorbed++;
            transmit(ack, hop, null);
        } else {
            guard.forked(response, hop);
        }
    }

    @Override
    public void received(SipMessage message, Flow flow) {
        try {
            handle(message, flow);
        } catch (RuntimeException | StackOverflowError e) {
            // A message that breaks us breaks nothing else.
            counters.userFailures++;
            log.error("Call-ID {}: a message from {} could not be handled", message.callId(), flow.remote(), e);
        }
    }

    private void handle(SipMessage message, Flow flow) {
        switch (validator.validate(message)) {
            case Verdict.Drop drop -> dropped(drop.why(), flow);
            case Verdict.Reject reject
            when message instanceof SipRequest request -> servers.reject(reject, request, flow);
            case Verdict.Reject reject -> dropped(reject.reason(), flow);
            case Verdict.Accept accept -> {
                if (message instanceof SipResponse response) {
                    receivedResponse(response, flow);
                } else {
                    servers.received((SipRequest) message, flow);
                }
            }
        }
    }

    private void dropped(String reason, Flow flow) {
        counters.dropped(reason);
        log.debug("dropped a message from {}: {}", flow.remote(), reason);
    }

    /** 17.1.3: the branch of the top Via and the method of CSeq name the client transaction. */
    private void receivedResponse(SipResponse response, Flow flow) {
        long nonce = Vias.nonce(response.branch());
        String method = response.cseqMethod();
        long key = method.equals(Request.CANCEL) ? ~nonce : nonce;
        ClientEntry entry = clients.get(key);
        if (nonce != 0 && entry != null && entry.invite() == method.equals(Request.INVITE)) {
            entry.received(response);
        } else if (nonce != 0 && answered.knows(key)) {
            counters.absorbed++;
        } else if (nonce != 0 && acknowledged.knows(key)) {
            oneMore(response, key);
        } else {
            counters.strayResponses++;
            guard.stray(response, flow);
        }
    }

    @Override
    public void closed(Flow flow) {
        guard.closed(flow);
        flows.closed(flow);
    }

    private void add(ClientEntry entry) {
        counters.clientsCreated++;
        clients.put(entry.key, entry);
    }

    /** Ends a client transaction. */
    void remove(ClientEntry entry) {
        lane.cancel(entry);
        flows.remove(entry);
        if (clients.remove(entry.key, entry)) {
            counters.clientsTerminated++;
        }
    }

    /** Leaves nothing of a client over UDP but that it was there, until Timer K fires. */
    void settle(ClientEntry before) {
        lane.cancel(before);
        flows.remove(before);
        if (clients.remove(before.key, before)) {
            answered.add(before.key, 0, null, null, null);
        }
    }

    /** Sends what lingers under a key, if that is anything. */
    void sendAgain(Lingering lingering, long key) {
        byte[] bytes = lingering.repeat(key);
        Hop hop = lingering.hop(key);
        SipMessage message = bytes == null ? null : MessageParser.parse(bytes, 0, bytes.length);
        if (message != null && hop != null) {
            transmit(message, hop, null);
        }
    }

    /** Puts what lingers in the place of a transaction that has its final response; at once over if it is for 0 ms. */
    void linger(ClientEntry before, ClientEntry rest, int millis) {
        if (millis == 0) {
            remove(before);
            return;
        }
        lane.cancel(before);
        clients.put(rest.key, rest);
        rest.start(0, millis);
    }

    /**
     * Sends.
     *
     * @param entry told if that fails, after this method has returned; or null
     */
    void transmit(SipMessage message, Hop hop, @Nullable Entry entry) {
        sending = true;
        try {
            wire.send(message, hop, entry);
        } finally {
            sending = false;
        }
    }

    /** Whether a message is just being handed to the transports. */
    boolean sending() {
        return sending;
    }

    /** Stands in until there is a user. */
    private final class NoUser implements TransactionUser {
        @Override
        public void request(ServerTransaction transaction) {
            transaction.respond(servers.response(transaction.request(), 503, "").build());
        }

        @Override
        public void ack(SipRequest ack, Flow flow) {}

        @Override
        public void stray(SipResponse response, Flow flow) {}

        @Override
        public void closed(Flow flow) {}
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
