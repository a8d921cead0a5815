package io.switchboard.sip.call;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ServerTransaction;
import io.switchboard.sip.transport.Hop;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** Carries out what {@link LegMachine} says: the only place where a leg sends something or tells its call. */
final class LegEffects {
    private final Leg leg;

    /** The message that the current event is about. */
    @Nullable SipMessage inHand;

    /** The request that the peer waits to see answered in the current event. */
    @Nullable ServerTransaction asked;

    private int failure;
    private int refusalStatus = 487;
    private String reason = "";

    /** The INVITE on the other side whose 2xx the peer's ACK will acknowledge. */
    private @Nullable OutgoingInvite onward;

    private @Nullable Runnable acknowledged;

    LegEffects(Leg leg) {
        this.leg = leg;
    }

    /** What a refusal, CANCEL or BYE that follows shall say. */
    void refusal(int status, String reason) {
        this.refusalStatus = status;
        this.reason = reason;
    }

    /** What our INVITE in the dialog came to. */
    void failed(int status) {
        this.failure = status;
    }

    void carryOut(LegEffect effect) {
        switch (effect) {
            case SEND_2XX -> sendSuccess();
            case STOP_2XX -> stopSuccess();
            case SEND_REFUSAL -> sendRefusal();
            case SEND_487 -> {
                refusal(487, reason);
                inHand = null;
                sendRefusal();
            }
            case REFUSE_491 -> answer(491);
            case REFUSE_500_RETRY -> answerRetryLater();
            case REFUSE_481, REFUSE_BYE -> answer(481);
            case ANSWER_BYE -> answer(200);
            case SEND_INVITE -> {
                if (leg.outgoing != null) {
                    leg.invites.sendInDialog(leg.outgoing);
                }
            }
            case SEND_CANCEL -> {
                if (leg.outgoing != null) {
                    leg.outgoing.cancel(shownReason());
                }
            }
            case SEND_ACK -> sendAck();
            case SEND_BYE -> sendBye();
            case RELAY_INVITE -> RelayedInvite.invite(leg);
            case RELAY_CANCEL -> RelayedInvite.cancel(leg);
            case RELAY_ACK -> relayAck();
            case RELAY_SUCCESS -> relaySuccess();
            case RELAY_FAILURE -> relayFailure();
            case TELL_ANSWERED -> leg.call.tell(new CallEvent.Answered(leg.id));
            case TELL_FAILED -> leg.call.tell(new CallEvent.Failed(leg.id, leg.status));
            case TELL_GONE -> leg.call.tell(new CallEvent.Gone(leg.id));
            case RELEASE -> leg.release();
        }
    }

    // ---- the peer's INVITE

    private void sendSuccess() {
        IncomingInvite invite = leg.incoming;
        if (invite == null || invite.dialog == null || !(inHand instanceof SipResponse from)) {
            return;
        }
        ResponseBuilder builder = ResponseBuilder.of(invite.request, from.status(), HeaderRules.phrase(from));
        builder.toTag(invite.dialog.localTag());
        builder.copy(invite.request, HeaderName.RECORD_ROUTE);
        builder.header(HeaderName.CONTACT, invite.dialog.contact());
        leg.session.peerAllows(invite.request);
        leg.session.answer(invite.request, builder, from, leg.call.settings);
        Party answerer = invite.onward == null ? leg.party : invite.onward.leg.party;
        HeaderRules.passIdentity(from, answerer, leg.party, builder);
        HeaderRules.pass(from, builder);
        if (HeaderRules.lacksReplaces(from, leg.party)) {
            builder.header(HeaderName.SUPPORTED, "replaces");
        }
        leg.session.sent(from);
        SipResponse response = builder.build();
        invite.success = response;
        invite.intervalMillis = leg.call.settings.t1Millis();
        invite.transaction.respond(response);
        leg.call.calls.lane.arm(leg, invite.intervalMillis);
    }

    /** RFC 3261 section 13.3.1.4: T1, doubled up to T2, for 64*T1. */
    void repeatSuccess(IncomingInvite invite, SipResponse success) {
        CallSettings settings = leg.call.settings;
        invite.waitedMillis += invite.intervalMillis;
        if (invite.waitedMillis >= 64L * settings.t1Millis()) {
            leg.fire(LegEvent.ACK_TIMEOUT);
            return;
        }
        invite.transaction.respond(success);
        invite.intervalMillis = Math.min(2 * invite.intervalMillis, settings.t2Millis());
        leg.call.calls.lane.arm(leg, invite.intervalMillis);
    }

    private void stopSuccess() {
        if (leg.incoming != null) {
            onward = leg.incoming.onward;
            acknowledged = leg.incoming.acknowledged;
            leg.incoming = null;
        }
        leg.session.arm(leg);
    }

    private void sendRefusal() {
        IncomingInvite invite = leg.incoming;
        leg.incoming = null;
        if (invite == null) {
            return;
        }
        LegDialog dialog = leg.dialogs.main();
        String tag = dialog == null ? leg.call.calls.tokens.token() : dialog.localTag();
        ResponseBuilder builder;
        if (inHand instanceof SipResponse from && from.status() == refusalStatus) {
            builder = ResponseBuilder.of(invite.request, refusalStatus, HeaderRules.phrase(from));
            builder.toTag(tag);
            HeaderRules.pass(from, builder);
        } else {
            builder = leg.call.refusal.to(invite.request, refusalStatus);
            builder.toTag(tag);
            if (!reason.isEmpty()) {
                builder.header(HeaderName.REASON, reason);
            }
        }
        if (leg.status == 0) {
            leg.status = refusalStatus;
        }
        invite.transaction.respond(builder.build());
    }

    private void answer(int status) {
        if (asked != null) {
            asked.respond(ResponseBuilder.of(asked.request(), status, "").build());
        }
    }

    /** Section 14.2: Retry-After of 0 to 10 seconds, chosen at random. */
    private void answerRetryLater() {
        if (asked != null) {
            asked.respond(ResponseBuilder.of(asked.request(), 500, "")
                    .header(HeaderName.RETRY_AFTER, Integer.toString(leg.call.calls.below(11)))
                    .build());
        }
    }

    // ---- our INVITE

    private void sendAck() {
        OutgoingInvite invite = leg.outgoing;
        leg.outgoing = null;
        LegDialog dialog = leg.dialogs.main();
        if (invite == null || dialog == null) {
            return;
        }
        RequestBuilder ack = dialog.request(Request.ACK, invite.cseq());
        leg.invites.addCredentials(ack, invite.cseq());
        if (inHand instanceof SipRequest from && from.method().equals(Request.ACK)) {
            ack.header(HeaderName.MAX_FORWARDS, Integer.toString(FieldValues.maxForwards(from)));
            HeaderRules.pass(from, ack);
            leg.session.sent(from);
        } else {
            ack.header(HeaderName.MAX_FORWARDS, "70");
            if (invite.answer != null) {
                ack.body(SessionDescriptions.TYPE, invite.answer);
            }
        }
        Hop hop = dialog.hop();
        if (hop != null) {
            invite.acknowledge(ack, hop);
        } else {
            leg.call.calls.resolve(dialog, 0, hops -> {
                if (!hops.isEmpty()) {
                    dialog.hop(hops.get(0));
                    invite.acknowledge(ack, hops.get(0));
                }
            });
        }
        leg.session.arm(leg);
    }

    private void relayAck() {
        if (leg.seated != null) {
            leg.seated.acknowledged(inHand);
            return;
        }
        OutgoingInvite to = onward;
        Runnable then = acknowledged;
        onward = null;
        acknowledged = null;
        if (then != null) {
            then.run();
        }
        if (to != null && to.leg.outgoing == to) {
            to.leg.fire(LegEvent.ACK_OUT, inHand);
        }
    }

    private void relaySuccess() {
        OutgoingInvite invite = leg.outgoing;
        if (invite == null) {
            return;
        }
        IncomingInvite origin = invite.origin;
        if (invite.owner != null && inHand instanceof SipResponse response) {
            invite.owner.succeeded(leg, response);
        } else if (origin == null || origin.dialog == null || !(inHand instanceof SipResponse response)) {
            inHand = null;
            leg.fire(LegEvent.ACK_OUT);
        } else {
            origin.dialog.leg.accept(origin.dialog, response, invite);
        }
    }

    private void relayFailure() {
        OutgoingInvite invite = leg.outgoing;
        leg.outgoing = null;
        if (invite == null) {
            return;
        }
        SipResponse response = inHand instanceof SipResponse r ? r : null;
        IncomingInvite origin = invite.origin;
        if (invite.owner != null) {
            invite.owner.refused(leg, failure);
        } else if (origin == null) {
            leg.session.refreshFailed(leg, failure);
        } else if (origin.dialog != null && origin.dialog.leg.incoming == origin) {
            int shown = HeaderRules.shown(failure);
            origin.dialog.leg.refuse(shown == failure ? response : null, shown, "");
        }
    }

    // ---- the end

    private void sendBye() {
        leg.call.calls.lane.cancel(leg);
        LegDialog dialog = leg.dialogs.main();
        if (dialog == null) {
            leg.fire(LegEvent.BYE_DONE);
            return;
        }
        RequestBuilder bye = dialog.request(Request.BYE);
        SipRequest ending = leg.call.ending.request();
        if (ending != null && ending.method().equals(Request.BYE)) {
            bye.header(HeaderName.MAX_FORWARDS, Integer.toString(FieldValues.maxForwards(ending)));
            HeaderRules.pass(ending, bye);
        } else {
            bye.header(HeaderName.MAX_FORWARDS, "70");
            String shown = shownReason();
            if (!shown.isEmpty()) {
                bye.header(HeaderName.REASON, shown);
            }
        }
        leg.send(dialog, bye, new ByeSent(leg));
    }

    private String shownReason() {
        return reason.isEmpty() ? leg.call.ending.reason() : reason;
    }
}
