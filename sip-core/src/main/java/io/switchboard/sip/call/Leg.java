package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.call.LegState.Phase;
import io.switchboard.sip.lane.LaneTimer;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ClientTransaction;
import io.switchboard.sip.transaction.ServerTransaction;
import io.switchboard.sip.transport.Hop;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One participant's leg: takes what its peer sends and what the call asks, runs {@link LegMachine}, and has {@link
 * LegEffects} carry out what it says. It is its own timer, which repeats the 2xx until its ACK and then watches over the
 * session.
 */
final class Leg extends LaneTimer implements ServerTransaction.Listener {
    Call call;
    int id;
    final Party party;
    final @Nullable Destination destination;
    final LegDialogs dialogs;
    final LegSession session = new LegSession();
    final LegInvites invites = new LegInvites(this);
    LegState state;

    /** Who answers instead of another leg, if there is none. */
    @Nullable SeatedLeg seated;

    @Nullable IncomingInvite incoming;

    @Nullable OutgoingInvite outgoing;

    /** Final status of the first INVITE, 0 if none. */
    int status;

    /** The response that ended the first INVITE, until the call has passed it on. */
    @Nullable SipResponse last;

    /** What the peer last said of its media, null if nothing. */
    byte @Nullable [] described;

    /** Label of who had it dialled by a transfer, "" for nobody. */
    String transferor = "";

    /** REFERs of this peer that were accepted. */
    int refers;

    /** It was transferred out of the call, and only waits for its end. */
    boolean left;

    /** UPDATEs under way to this peer. */
    int updating;

    final LegEffects effects = new LegEffects(this);

    /** The caller's leg. */
    Leg(Call call, Party party, ServerTransaction transaction) {
        this.call = call;
        this.id = CallMachine.CALLER;
        this.party = party;
        this.destination = null;
        this.state = LegState.INBOUND;
        this.incoming = new IncomingInvite(transaction);
        describe(transaction.request());
        session.peerAllows(transaction.request());
        this.dialogs = new LegDialogs(this, transaction.request().callId());
        transaction.listener(this);
    }

    /** A leg to be dialled. */
    Leg(Call call, int id, Destination destination) {
        this.call = call;
        this.id = id;
        this.party = destination.party();
        this.destination = destination;
        this.state = LegState.OUTBOUND;
        this.dialogs = new LegDialogs(this, call.calls.tokens.token());
        session.begin(call.settings);
    }

    void fire(LegEvent event) {
        LegMachine.Step step = LegMachine.step(state, event);
        state = step.next();
        ImmutableList<LegEffect> all = step.effects();
        for (int i = 0; i < all.size(); i++) {
            effects.carryOut(all.get(i));
        }
    }

    /**
     * @param message what the effects of this event are about
     */
    void fire(LegEvent event, @Nullable SipMessage message) {
        SipMessage before = effects.inHand;
        effects.inHand = message;
        fire(event);
        effects.inHand = before;
    }

    // ---- from the peer

    /** The ACK of our 2xx, or a repetition of it. */
    void acknowledged(SipRequest ack) {
        IncomingInvite invite = incoming;
        if (invite != null && invite.success != null && invite.request.cseq() == ack.cseq()) {
            describe(ack);
            fire(LegEvent.ACK_IN, ack);
            if (call.record.order != null) {
                call.calls.escalations().recordByRule(call);
            }
        }
    }

    @Override
    public void cancelled(SipRequest cancel) {
        try {
            if (state.phase() == Phase.EARLY) {
                call.ending.by(cancel);
            }
            fire(LegEvent.CANCEL_IN, cancel);
        } catch (RuntimeException e) {
            call.crashed(e);
        }
    }

    /** Where the peer was last heard. */
    @Nullable InetSocketAddress lastHeard() {
        LegDialog dialog = dialogs.main();
        if (incoming != null && dialog == null) {
            return incoming.transaction.flow().remote();
        }
        Hop hop = dialog == null ? null : dialog.hop();
        if (hop == null && outgoing != null) {
            hop = outgoing.hop();
        }
        return hop == null ? null : hop.address();
    }

    /** The dialog does not exist any more for the peer, or there is no way to it (RFC 3261 section 12.2.1.2). */
    void lost() {
        fire(LegEvent.DIALOG_LOST);
    }

    @Override
    protected void expired() {
        try {
            if (incoming != null && incoming.success != null) {
                effects.repeatSuccess(incoming, incoming.success);
            } else {
                session.expired(this);
            }
        } catch (RuntimeException e) {
            call.crashed(e);
        }
    }

    // ---- from the call

    void dial(IncomingInvite origin) {
        invites.dial(Objects.requireNonNull(destination), origin);
    }

    void dial(Original original) {
        invites.dial(Objects.requireNonNull(destination), null, original);
    }

    /** Keeps what a message of the peer says of its media. */
    void describe(SipMessage message) {
        byte[] sdp = SessionDescriptions.of(message);
        described = sdp != null ? sdp : described;
    }

    /**
     * Sends an INVITE inside the dialog.
     *
     * @param origin the other side's that it passes on, null to refresh
     */
    void invite(@Nullable IncomingInvite origin) {
        LegDialog dialog = Objects.requireNonNull(dialogs.main());
        OutgoingInvite invite = new OutgoingInvite(this, origin, dialog.nextCseq());
        if (origin != null) {
            origin.onward = invite;
        }
        outgoing = invite;
        fire(LegEvent.INVITE_OUT);
    }

    /**
     * Sends an INVITE inside the dialog on the server's own account.
     *
     * @param offer null to ask for one
     */
    void invite(InviteOwner owner, byte @Nullable [] offer) {
        LegDialog dialog = Objects.requireNonNull(dialogs.main());
        OutgoingInvite invite = new OutgoingInvite(this, null, dialog.nextCseq());
        invite.owner = owner;
        invite.offer = offer;
        outgoing = invite;
        fire(LegEvent.INVITE_OUT);
    }

    /**
     * 2xx to the peer's INVITE, after the other side's.
     *
     * @param at our dialog for it
     * @param onward our INVITE on the other side, null if a seat answers
     */
    void accept(LegDialog at, SipResponse from, @Nullable OutgoingInvite onward) {
        if (incoming != null) {
            incoming.dialog = at;
            incoming.onward = onward;
        }
        if (state.phase() == Phase.EARLY) {
            status = from.status();
            dialogs.confirm(at);
        }
        fire(LegEvent.ACCEPT, from);
    }

    /**
     * Refuses the peer's INVITE.
     *
     * @param from the other side's response to pass on, null for one of our own
     * @param reason value of a Reason header, or empty
     */
    void refuse(@Nullable SipResponse from, int status, String reason) {
        effects.refusal(status, reason);
        if (state.phase() == Phase.EARLY) {
            this.status = status;
        }
        fire(LegEvent.REFUSE, from);
    }

    /**
     * Ends the leg by CANCEL, BYE or a refusal.
     *
     * @param reason value of a Reason header, or empty
     */
    void hangUp(int refusal, String reason) {
        effects.refusal(refusal, reason);
        if (state.phase() == Phase.EARLY && destination != null && status == 0) {
            status = 487;
        }
        fire(LegEvent.HANG_UP);
    }

    /** After an exception: whether nothing more will come that would release this leg; answers what is pending. */
    boolean abandoned() {
        if (incoming != null && incoming.transaction.pending()) {
            incoming.transaction.respond(call.calls.replies.status(incoming.request, 500));
            fire(LegEvent.ACK_TIMEOUT); // if it was about to be answered, no ACK will come
            return state.phase() == Phase.EARLY || state.phase() == Phase.ENDED;
        }
        return state.phase() == Phase.ENDED;
    }

    /** Its entries in tables and its timer go. */
    void release() {
        call.calls.lane.cancel(this);
        dialogs.unregister();
        call.released(this);
    }

    /** The session was not refreshed in time. */
    void sessionExpired() {
        call.ending.because(LegSession.EXPIRED);
        lost();
    }

    /** Sends a request inside a dialog, looking up the way if it is not known. */
    void send(LegDialog to, RequestBuilder request, ClientTransaction.Listener listener) {
        Hop hop = to.hop();
        if (hop != null) {
            call.calls.layer.send(request, hop, listener);
            return;
        }
        call.calls.resolve(to, request.size(), hops -> {
            if (hops.isEmpty()) {
                listener.transportFailed();
            } else {
                to.hop(hops.get(0));
                call.calls.layer.send(request, hops.get(0), listener);
            }
        });
    }
}
