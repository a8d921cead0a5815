package io.switchboard.sip.call;

import com.google.common.collect.ImmutableMap;
import io.switchboard.media.Negotiation;
import io.switchboard.media.sdp.SdpException;
import io.switchboard.sip.body.BodyException;
import io.switchboard.sip.body.InviteBody;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ServerTransaction;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A leg that has a {@link Seat}, whether its peer called or was called: where other legs pass on what their peer sends,
 * this one has it answered by the seat.
 */
final class SeatedLeg implements Guest {
    static final byte[] NOTHING = {};

    final Leg leg;
    private String room;
    private Arrival arrival = Arrival.PLAIN;
    private @Nullable Seat seat;
    private boolean offered;
    /** Our answer to the first INVITE, until it is sent. */
    private @Nullable SipResponse answer;

    SeatedLeg(Leg leg, String room) {
        this.leg = leg;
        this.room = room;
    }

    /**
     * The caller of a call asks for a seat.
     *
     * @param made whether the room is a factory's name
     */
    static void take(Call call, String room, boolean made) {
        SeatedLeg seated = new SeatedLeg(call.caller, room);
        call.caller.seated = seated;
        seated.sit(made);
    }

    /** Who was dialled for a room has answered, and takes the seat that was kept for it. */
    static SeatedLeg take(Leg leg, String room, Seat seat) {
        SeatedLeg seated = new SeatedLeg(leg, room);
        seated.seat = seat;
        leg.seated = seated;
        leg.call.calls.escalations().visited(seated);
        return seated;
    }

    /** A seat is kept for a leg that is still elsewhere. */
    void keep(Seat kept) {
        seat = kept;
    }

    /** The caller is answered from its seat. */
    static void answer(Call call) {
        SeatedLeg seated = call.caller.seated;
        if (seated == null) {
            throw new IllegalStateException("no seat");
        }
        call.dialled();
        call.record.answered();
        call.calls.answered++;
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
    public Arrival arrival() {
        return arrival;
    }

    @Override
    public void hangUp(int status, String reason) {
        if (leg.call.errand instanceof Escalation escalation) {
            Crash.guard(() -> leg.call, () -> escalation.remove(leg, reason)); // the others go on
        } else if (leg.call.errand instanceof Transfer transfer && transfer.room != null) {
            Crash.guard(() -> leg.call, transfer::unseated);
        } else {
            leg.call.abort(status, reason);
        }
    }

    @Override
    public void recordingBegun(String file) {
        leg.call.record.recordingBegun(file);
    }

    @Override
    public void recordingEnded(String file, long millis, boolean goesOn) {
        leg.call.record.recordingEnded(file, millis);
        if (!goesOn && leg.call.errand instanceof Escalation escalation) {
            escalation.recorded(false);
        }
    }

    // ---- INVITEs

    /** Takes the seat and has it answer the first INVITE. */
    private void sit(boolean made) {
        IncomingInvite invite = leg.incoming;
        if (invite == null) {
            return;
        }
        String unknown = SeatedRequests.unknownOptions(invite.request);
        if (!unknown.isEmpty()) {
            fail(420, "", ImmutableMap.of(HeaderName.UNSUPPORTED, unknown));
            return;
        }
        InviteBody body;
        try {
            body = InviteBody.of(invite.request);
        } catch (BodyException e) {
            fail(e.status(), e.phrase(), e.status() == 415 ? SeatedRequests.ACCEPTED : ImmutableMap.of());
            return;
        }
        String contact = invite.request.value(HeaderName.CONTACT);
        arrival = new Arrival(contact == null ? "" : contact, body.recipients());
        Seating rooms = leg.call.calls.seating();
        switch (made ? rooms.make(room, this) : rooms.seat(room, this)) {
            case Seating.Place.Refused refused -> fail(refused.status(), refused.phrase(), ImmutableMap.of());
            case Seating.Place.Moved moved ->
                fail(302, "", ImmutableMap.of(HeaderName.CONTACT, focus(invite, moved.room())));
            case Seating.Place.Taken taken -> {
                seat = taken.seat();
                room = taken.room();
                negotiate(invite, taken.seat(), body.description());
            }
        }
    }

    private String focus(IncomingInvite invite, String of) {
        return RoomRefers.contact(leg.call.calls, invite.transaction.flow().local(), of);
    }

    private void negotiate(IncomingInvite invite, Seat at, byte[] offer) {
        offered = offer.length == 0;
        at.negotiate(
                offer,
                result -> Crash.guard(() -> leg.call, () -> {
                    if (leg.incoming == invite && invite.success == null && invite.transaction.pending()) {
                        negotiated(invite, result);
                    }
                }));
    }

    private void negotiated(IncomingInvite invite, Negotiation result) {
        switch (result) {
            case Negotiation.Agreed agreed -> {
                SipResponse ok = ResponseBuilder.of(invite.request, 200, "")
                        .header(HeaderName.ALLOW, SeatedRequests.ALLOW)
                        .header(HeaderName.SUPPORTED, InviteBody.OPTION)
                        .body(SessionDescriptions.TYPE, agreed.description())
                        .build();
                if (invite.dialog != null) {
                    leg.accept(invite.dialog, ok, null);
                    if (leg.call.errand instanceof Escalation escalation) {
                        escalation.seats.cameByItself(leg);
                    } else if (leg.call.errand instanceof Transfer transfer && transfer.room != null) {
                        transfer.room.cameByItself();
                    }
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
            fail(status, "", ImmutableMap.of());
        }
    }

    private void fail(int status, String phrase, ImmutableMap<HeaderName, String> headers) {
        leg.call.refusal = new OwnRefusal(phrase, status, headers);
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
        LegDialog dialog = leg.dialogs.alone(invite, focus(invite, room));
        leg.accept(dialog, ok, null);
        if (seat != null) {
            seat.connected();
            leg.call.calls.escalations().visited(this);
        }
    }

    /** An INVITE inside the dialog. */
    void again(IncomingInvite invite) {
        byte[] offer = description(invite.request);
        if (seat == null || offer == null) {
            leg.refuse(null, seat == null ? 491 : 415, "");
        } else {
            negotiate(invite, seat, offer);
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

    void request(ServerTransaction transaction, LegDialog in) {
        SeatedRequests.handle(this, transaction, in);
    }

    /** The session description in a message, empty if it has no body; null if the body is something else. */
    static byte @Nullable [] description(SipMessage message) {
        if (message.bodyLength() == 0) {
            return NOTHING;
        }
        return type(message).equals(SessionDescriptions.TYPE) && !message.has(HeaderName.CONTENT_ENCODING)
                ? message.body()
                : null;
    }

    static String type(SipMessage message) {
        String type = message.value(HeaderName.CONTENT_TYPE);
        if (type == null) {
            return "";
        }
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }

    String room() {
        return room;
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
            leg.call.calls.escalations().left(this);
        }
    }
}
