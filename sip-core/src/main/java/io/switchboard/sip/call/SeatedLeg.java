package io.switchboard.sip.call;

import io.switchboard.media.Negotiation;
import io.switchboard.media.sdp.SdpException;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ServerTransaction;
import io.switchboard.sip.transport.Hop;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * The caller's leg in a call that leads to a {@link Seat}: where other legs pass on what their peer sends, this one has
 * it answered by the seat.
 */
final class SeatedLeg implements Guest {
    private static final String SDP = "application/sdp";
    private static final String RELAY = "application/dtmf-relay";
    private static final String DTMF = "application/dtmf";
    private static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO";
    private static final String DIGITS = "0123456789*#ABCD";
    private static final byte[] NOTHING = {};

    private final Leg leg;
    private final String room;
    private @Nullable Seat seat;
    private boolean offered;
    /** Our answer to the first INVITE, until it is sent. */
    private @Nullable SipResponse answer;

    SeatedLeg(Leg leg, String room) {
        this.leg = leg;
        this.room = room;
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
                : invite == null ? "" : FieldValues.withoutTag(invite.request.value(HeaderName.FROM));
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
    void sit() {
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
                        .header(HeaderName.ALLOW, ALLOW)
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

    private static int status(SdpException why) {
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
    void accept() {
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

    // ---- other requests inside the dialog

    void request(ServerTransaction transaction, LegDialog in) {
        SipRequest request = transaction.request();
        switch (request.method()) {
            case Request.UPDATE -> update(transaction, in);
            case Request.INFO -> info(transaction);
            case Request.OPTIONS ->
                transaction.respond(ResponseBuilder.of(request, 200, "")
                        .header(HeaderName.ALLOW, ALLOW)
                        .header(HeaderName.ACCEPT, SDP + ", " + RELAY + ", " + DTMF)
                        .build());
            case Request.PRACK ->
                transaction.respond(ResponseBuilder.of(request, 481, "").build());
            default ->
                transaction.respond(ResponseBuilder.of(request, 405, "")
                        .header(HeaderName.ALLOW, ALLOW)
                        .build());
        }
    }

    /** RFC 3311, with or without an offer. */
    private void update(ServerTransaction transaction, LegDialog in) {
        SipRequest request = transaction.request();
        Seat at = seat;
        if (io.switchboard.sip.dialog.SessionTimer.tooSmall(request, leg.call.settings.minSessionSeconds())) {
            transaction.respond(leg.call.calls.replies.intervalTooSmall(request, leg.call.settings));
            return;
        }
        byte[] offer = description(request);
        if (offer == null) {
            respond(transaction, 415);
            return;
        }
        if (offer.length > 0 && (at == null || !leg.state.mayInvite())) {
            respond(transaction, 491); // RFC 3311 section 5.2
            return;
        }
        leg.session.peerUpdates();
        in.refresh(request, Hop.of(transaction.flow()));
        if (offer.length == 0 || at == null) {
            updated(transaction, in, NOTHING);
            return;
        }
        at.negotiate(offer, result -> {
            switch (result) {
                case Negotiation.Agreed agreed -> updated(transaction, in, agreed.description());
                case Negotiation.Refused refused -> respond(transaction, status(refused.why()));
                case Negotiation.Unavailable unavailable -> respond(transaction, 503);
            }
        });
    }

    private void updated(ServerTransaction transaction, LegDialog in, byte[] description) {
        SipRequest request = transaction.request();
        ResponseBuilder builder = ResponseBuilder.of(request, 200, "");
        builder.header(HeaderName.CONTACT, in.contact());
        builder.header(HeaderName.ALLOW, ALLOW);
        leg.session.answer(
                request, builder, ResponseBuilder.of(request, 200, "").build(), leg.call.settings);
        if (description.length > 0) {
            builder.body(SDP, description);
        }
        transaction.respond(builder.build());
        leg.session.arm(leg);
    }

    /** Keys, as older phones send them: {@code Signal=5}, or nothing but the key. */
    private void info(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        String type = type(request);
        if (request.bodyLength() == 0) {
            respond(transaction, 200);
            return;
        }
        if (!type.equals(RELAY) && !type.equals(DTMF)) {
            transaction.respond(ResponseBuilder.of(request, 415, "")
                    .header(HeaderName.ACCEPT, RELAY + ", " + DTMF)
                    .build());
            return;
        }
        char digit = digit(new String(request.body(), StandardCharsets.ISO_8859_1), type.equals(RELAY));
        respond(transaction, digit == 0 ? 400 : 200);
        if (digit != 0 && seat != null) {
            seat.digit(digit);
        }
    }

    /** The key, 0 if there is none. */
    private static char digit(String body, boolean relay) {
        String key = body.trim();
        if (relay) {
            key = "";
            for (String line : body.split("\r?\n", -1)) {
                int equals = line.indexOf('=');
                if (equals > 0 && line.substring(0, equals).trim().equalsIgnoreCase("Signal")) {
                    key = line.substring(equals + 1).trim();
                }
            }
        }
        String upper = key.toUpperCase(Locale.ROOT);
        return upper.length() == 1 && DIGITS.contains(upper) ? upper.charAt(0) : 0;
    }

    private static void respond(ServerTransaction transaction, int status) {
        transaction.respond(
                ResponseBuilder.of(transaction.request(), status, "").build());
    }

    /** The session description in a message, empty if it has no body; null if the body is something else. */
    private static byte @Nullable [] description(SipMessage message) {
        if (message.bodyLength() == 0) {
            return NOTHING;
        }
        return type(message).equals(SDP) && !message.has(HeaderName.CONTENT_ENCODING) ? message.body() : null;
    }

    private static String type(SipMessage message) {
        String type = message.value(HeaderName.CONTENT_TYPE);
        if (type == null) {
            return "";
        }
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).trim().toLowerCase(Locale.ROOT);
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
