package io.switchboard.sip.exchange;

import io.switchboard.sip.auth.Account;
import io.switchboard.sip.auth.Admission;
import io.switchboard.sip.call.Calls;
import io.switchboard.sip.call.Destination;
import io.switchboard.sip.call.Dialler;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.call.RoomDialogs;
import io.switchboard.sip.call.RoomRefers;
import io.switchboard.sip.event.Subscriptions;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.messaging.MessageContent;
import io.switchboard.sip.messaging.MessageEnd;
import io.switchboard.sip.messaging.Messages;
import io.switchboard.sip.presence.Presences;
import io.switchboard.sip.registrar.LocationService;
import io.switchboard.sip.transaction.ServerTransaction;
import io.switchboard.sip.transaction.TransactionUser;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Hop;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** Takes every request of a lane, finds who sent it, and hands it to the room that serves it. */
public final class Exchange implements TransactionUser {
    private final Calls calls;
    private final Registration registration;
    private final RoutePlanner planner;
    private final MessageRoutes messageRoutes;
    private final DialogGuard guard;
    private final Replies replies;
    private final TrunkProbes probes;
    private final Subscriptions subscriptions;
    private final Messages messages;
    private final Presences presences;
    private ExchangeSettings settings;

    /** Serves the registrations of accounts. */
    public interface Registration {
        /** Answers a REGISTER of an account for itself. */
        void register(ServerTransaction transaction, Account account);

        /** A connection is gone. */
        void closed(Flow flow);
    }

    /** An exchange on its first configuration. */
    public Exchange(
            Lane lane,
            Calls calls,
            LocationService location,
            Registration registration,
            TrunkProbes probes,
            Subscriptions subscriptions,
            Messages messages,
            Presences presences,
            RandomTokens tokens,
            ExchangeSettings settings) {
        this.calls = calls;
        this.registration = registration;
        this.planner = new RoutePlanner(lane, calls, location, probes);
        this.messageRoutes = new MessageRoutes(lane, planner, calls, location, probes);
        this.guard = new DialogGuard(calls);
        this.replies = new Replies(tokens);
        this.probes = probes;
        this.subscriptions = subscriptions;
        this.messages = messages;
        this.presences = presences;
        this.settings = settings;
        messages.trunks(this::onTrunk);
    }

    private @Nullable Destination onTrunk(String trunk, String user) {
        TrunkPeer peer = settings.peers().get(trunk);
        return peer == null ? null : RoutePlanner.trunk(peer, user, null);
    }

    /** Swaps the configuration, in the lane. Calls that run keep theirs. */
    public void reconfigure(ExchangeSettings next) {
        settings = next;
        probes.configure(next.peers(), next.calls().domain());
    }

    /** Calls for others than a caller, by the configuration of the moment. */
    public Dialler dialler() {
        return order ->
                Dialler.of(calls, planner.on(settings), settings.calls()).prepare(order);
    }

    /**
     * Sends a message in the name of an account, in the lane; see {@link Messages#send}.
     *
     * @param target a number or name of this server, or a SIP URI
     * @return the message's Call-ID
     */
    public String message(Account from, SipUri target, MessageContent content, MessageEnd end) {
        return messages.send(from, target, content, messageRoutes.on(settings), end);
    }

    @Override
    public @Nullable ResponseBuilder stateless(SipRequest request, Flow flow) {
        if (!request.method().equals(Request.REGISTER) || request.toTag() != null) {
            return null;
        }
        Admission.Challenge challenge = settings.gatekeeper().challenge(request, flow);
        return challenge == null ? null : Replies.challenging(request, challenge);
    }

    @Override
    public void request(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        if (request.toTag() != null) {
            inDialog(transaction, request);
            return;
        }
        switch (request.method()) {
            case Request.INVITE,
                    Request.REGISTER,
                    Request.OPTIONS,
                    Request.SUBSCRIBE,
                    Request.PUBLISH,
                    Request.REFER,
                    Request.MESSAGE -> admit(transaction, request);
            case Request.BYE, Request.UPDATE, Request.PRACK, Request.INFO ->
                transaction.respond(replies.status(request, 481));
            case Request.NOTIFY -> transaction.respond(replies.notAllowed(request, 405));
            default -> transaction.respond(replies.notAllowed(request, 501));
        }
    }

    private void admit(ServerTransaction transaction, SipRequest request) {
        switch (settings.gatekeeper().admit(request, transaction.flow())) {
            case Admission.FromAccount from ->
                serve(
                        transaction,
                        request,
                        new Party.Phone(
                                from.account(), settings.limitOf(from.account().user())));
            case Admission.FromTrunk from -> {
                TrunkPeer peer = settings.peers().get(from.trunk());
                if (peer == null) {
                    transaction.respond(replies.status(request, 403));
                } else {
                    serve(transaction, request, peer.party());
                }
            }
            case Admission.Challenge challenge -> transaction.respond(replies.challenge(request, challenge));
            case Admission.Refused refused -> transaction.respond(replies.refusal(request, refused));
        }
    }

    private void serve(ServerTransaction transaction, SipRequest request, Party from) {
        if (request.has(HeaderName.PROXY_REQUIRE)) {
            transaction.respond(replies.unsupported(request, HeaderName.PROXY_REQUIRE));
            return;
        }
        switch (request.method()) {
            case Request.INVITE -> calls.invite(transaction, from, planner.on(settings), settings.calls());
            case Request.REFER -> RoomRefers.outside(calls, transaction, from);
            case Request.REGISTER -> register(transaction, request, from);
            case Request.SUBSCRIBE -> {
                if (understood(transaction, request)) {
                    subscriptions.subscribe(transaction, from.label());
                }
            }
            case Request.MESSAGE -> messages.accept(transaction, from, messageRoutes.on(settings));
            case Request.PUBLISH -> publish(transaction, request, from);
            default -> transaction.respond(replies.capabilities(request, subscriptions.events()));
        }
    }

    private void register(ServerTransaction transaction, SipRequest request, Party from) {
        if (!(from instanceof Party.Phone phone)) {
            transaction.respond(replies.status(request, 403));
        } else if (understood(transaction, request)) {
            registration.register(transaction, phone.account());
        }
    }

    private void publish(ServerTransaction transaction, SipRequest request, Party from) {
        if (!(from instanceof Party.Phone phone)) {
            transaction.respond(replies.status(request, 403));
        } else if (understood(transaction, request)) {
            presences.publish(transaction, phone.account().aor());
        }
    }

    /** Whether we serve all that a request requires; answers it if not. */
    private boolean understood(ServerTransaction transaction, SipRequest request) {
        if (Replies.unknownOptions(request, HeaderName.REQUIRE) == null) {
            return true;
        }
        transaction.respond(replies.unsupported(request, HeaderName.REQUIRE));
        return false;
    }

    private void inDialog(ServerTransaction transaction, SipRequest request) {
        if (request.method().equals(Request.SUBSCRIBE) && subscriptions.knows(request)) {
            admit(transaction, request);
            return;
        }
        Party peer = calls.partyOf(request);
        if (peer == null) {
            transaction.respond(replies.status(request, 481));
            return;
        }
        Admission objection = guard.objection(request, transaction.flow(), peer, settings);
        if (objection instanceof Admission.Challenge challenge) {
            transaction.respond(replies.challenge(request, challenge));
        } else if (objection instanceof Admission.Refused refused) {
            transaction.respond(replies.refusal(request, refused));
        } else {
            peersRequest(transaction, request, peer);
        }
    }

    private void peersRequest(ServerTransaction transaction, SipRequest request, Party peer) {
        String room = request.method().equals(Request.MESSAGE) ? RoomDialogs.roomOf(calls, request) : null;
        if (room != null) {
            messages.accept(transaction, peer, room);
        } else if (request.method().equals(Request.MESSAGE) && !messages.passes(transaction, peer)) {
            return; // too long, or too many
        } else if (!calls.inDialog(transaction)) {
            transaction.respond(replies.status(request, 481));
        }
    }

    @Override
    public void ack(SipRequest ack, Flow flow) {
        calls.ack(ack);
    }

    @Override
    public void stray(SipResponse response, Flow flow) {
        // A response without a transaction has come too late for anyone (RFC 3261 section 18.1.2).
    }

    @Override
    public void forked(SipResponse response, Hop hop) {
        calls.forked(response, hop);
    }

    @Override
    public void closed(Flow flow) {
        registration.closed(flow);
    }
}
