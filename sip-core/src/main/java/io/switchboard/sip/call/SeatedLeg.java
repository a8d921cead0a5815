package io.switchboard.sip.call;

import io.switchboard.media.Negotiation;
import io.switchboard.media.sdp.SdpException;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ServerTransaction;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The caller's leg in a call that leads to a {@link Seat}: where other legs pass on what their peer sends, this one has
 * it answered by the seat.
 */
final class SeatedLeg implements Guest {
    static final String SDP = "application/sdp";
    static final byte[] NOTHING = {};

    final Leg leg;
    private final String room;
    private @Nullable Seat seat;
    private boolean offered;
    /** Our answer to the first INVITE, until it is sent. */
    private @Nullable SipResponse answer;

    SeatedLeg(Leg leg, String room) {
        this.leg = leg;
        this.room = room;
    }

    /** The caller of a call asks for a seat. */
    static void take(Call call, String room) {
        SeatedLeg seated = new SeatedLeg(call.caller, room);
        call.caller.seated = seated;
        seated.sit();
    }

    /** The caller is answered from its seat. */
    static void answer(Call call) {
        SeatedLeg seated = call.caller.seated;
        if (seated == null) {
            throw new IllegalStateException("no seat");
        }
        call.dialled();
        call.record.answered();
        call.calls.answeredOne();
        seated.accept();
        call.record.update(call.caller.status);
    }

    // ---- the guest

    @Override
    public Party party() {
        return leg.party;
    }

    @Override
    public String callId() {
        return leg.dialogs.callId();
    }

    @Override
    public String uri() {
        IncomingInvite invite = leg.incoming;
        LegDialog dialog = leg.dialogs.main();
        String from = dialog != null
                ? dialog.remoteParty()
                : invite == null ? "" : NameAddr.withoutParameters(invite.request.value(HeaderName.FROM));
        try {
            return NameAddr.parse(from).uri();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    @Override
    public void hangUp(int status, String reason) {
        leg.call.abort(status, reason);
    }

    // ---- INVITEs

    /** Takes the seat and has it answer the first INVITE. */
    private void sit() {
        switch (leg.call.calls.seating().seat(room, this)) {
            case Seating.Place.Refused refused -> fail(refused.status(), refused.phrase());
            case Seating.Place.Taken taken -> {
                seat = taken.seat();
                IncomingInvite invite = leg.incoming;
                if (invite != null) {
                    negotiate(invite, taken.seat());
                }
            }
        }
    }

    private void negotiate(IncomingInvite invite, Seat at) {
        byte[] offer = description(invite.request);
        if (offer == null) {
            refused(invite, 415);
            return;
        }
        offered = offer.length == 0;
        at.negotiate(offer, result -> {
            try {
                if (leg.incoming == invite && invite.success == null && invite.transaction.pending()) {
                    negotiated(invite, result);
                }
            } catch (RuntimeException e) {
                leg.call.crashed(e);
            }
        });
    }

    private void negotiated(IncomingInvite invite, Negotiation result) {
        switch (result) {
            case Negotiation.Agreed agreed -> {
                SipResponse ok = ResponseBuilder.of(invite.request, 200, "")
                        .header(HeaderName.ALLOW, SeatedRequests.ALLOW)
                        .body(SDP, agreed.description())
                        .build();
                if (invite.dialog != null) {
                    leg.accept(invite.dialog, ok, null);
                } else {
                    answer = ok;
                    leg.call.tell(new CallEvent.Seated());
                }
            }
            case Negotiation.Refused refused -> refused(invite, status(refused.why()));
            case Negotiation.Unavailable unavailable -> refused(invite, 503);
        }
    }

    static int status(SdpException why) {
        return why.fault() == SdpException.Fault.MALFORMED ? 400 : 488;
    }

    private void refused(IncomingInvite invite, int status) {
        if (invite.dialog != null) {
            leg.refuse(null, status, "");
        } else {
            fail(status, "");
        }
    }

    private void fail(int status, String phrase) {
        leg.call.refusalPhrase = phrase;
        leg.call.tell(new CallEvent.Failed(CallMachine.SEAT, status));
    }

    /** Sends the answer to the first INVITE. */
    private void accept() {
        IncomingInvite invite = leg.incoming;
        SipResponse ok = answer;
        answer = null;
        if (invite == null || ok == null) {
            throw new IllegalStateException("answered without an INVITE");
        }
        LegDialog dialog = leg.dialogs.alone(
                invite, leg.call.calls.replies.focus(invite.transaction.flow().local(), room));
        leg.accept(dialog, ok, null);
        if (seat != null) {
            seat.connected();
        }
    }

    /** An INVITE inside the dialog. */
    void again(IncomingInvite invite) {
        if (seat == null) {
            leg.refuse(null, 491, "");
        } else {
            negotiate(invite, seat);
        }
    }

    /** The ACK of our 2xx; it holds the answer if the 2xx had the offer (RFC 3261 section 13.2.1). */
    void acknowledged(@Nullable SipMessage ack) {
        boolean expected = offered;
        offered = false;
        byte[] description = ack == null ? null : description(ack);
        if (seat != null && expected && description != null && description.length > 0) {
            seat.answered(description);
        }
    }

    String room() {
        return room;
    }

    void request(ServerTransaction transaction, LegDialog in) {
        SeatedRequests.handle(this, transaction, in);
    }

    /** The session description in a message, empty if it has no body; null if the body is something else. */
    static byte @Nullable [] description(SipMessage message) {
        if (message.bodyLength() == 0) {
            return NOTHING;
        }
        return type(message).equals(SDP) && !message.has(HeaderName.CONTENT_ENCODING) ? message.body() : null;
    }

    static String type(SipMessage message) {
        String type = message.value(HeaderName.CONTENT_TYPE);
        if (type == null) {
            return "";
        }
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }

    @Nullable Seat seat() {
        return seat;
    }

    /** The leg is over. */
    void released() {
        Seat at = seat;
        seat = null;
        if (at != null) {
            at.left();
        }
    }
}
