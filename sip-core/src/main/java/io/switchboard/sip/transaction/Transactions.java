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
import io.switchboard.sip.transport.Wire;
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
    private final Overload overload;
    final ServerTransactions servers;
    TransactionUser user;

    private final Wire wire;
    private final Validator validator;
    final Vias vias;
    final ClientTransactions clients;
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
        this.overload = new Overload(lane.now());
        this.clients = new ClientTransactions(this);
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
        return clients.size() + servers.size();
    }

    /** Whether a new call is to be refused because the lane is behind. */
    boolean overloaded() {
        return overload.sheds(wire.backlogMillis(), lane.now());
    }

    /** What they weigh. */
    int load() {
        int lingering = clients.lingering() + servers.lingering();
        return TransactionLimits.load(size() - lingering, lingering);
    }

    @Override
    public ClientTransaction send(RequestBuilder request, Hop hop, ClientTransaction.Listener listener) {
        return clients.send(request, hop, listener);
    }

    @Override
    public SipRequest sendAck(RequestBuilder ack, Hop hop) {
        SipRequest made = ack.build(vias.of(hop, clients.freshNonce()));
        transmit(made, hop, null);
        return made;
    }

    @Override
    public void resendAck(SipRequest ack, Hop hop) {
        transmit(ack, hop, null);
    }

    @Override
    public void acknowledged(ClientTransaction invite, SipRequest ack, Hop hop) {
        clients.acknowledged(invite, ack, hop);
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
                    clients.received(response, flow);
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

    @Override
    public void closed(Flow flow) {
        guard.closed(flow);
        flows.closed(flow);
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
}
