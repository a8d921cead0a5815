package io.switchboard.sip.call;

import io.switchboard.sip.dialog.Dialog;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.transaction.ClientTransaction;
import io.switchboard.sip.transaction.ServerTransaction;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.ListenPoint;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** REFERs to rooms, inside of a participant's dialog and outside of any (RFC 4579 section 5.5 and following). */
public final class RoomRefers {
    private RoomRefers() {}

    /** Value of the Contact of a room, which is an address of it. */
    static String contact(Calls calls, ListenPoint at, String room) {
        return calls.replies.focus(at, room, calls.seating().key(room));
    }

    /** A REFER of a participant. */
    static void inside(SeatedLeg seated, ServerTransaction transaction, LegDialog in) {
        Leg leg = seated.leg;
        SipRequest request = transaction.request();
        Seat seat = seated.seat();
        if (seat == null || leg.state.phase() != LegState.Phase.UP) {
            transaction.respond(ResponseBuilder.of(request, 481, "").build());
            return;
        }
        judge(leg.call.calls, transaction, seated.room(), leg.party, seat, "", in.contact(), silent -> {
            // RFC 3515 section 2.4.6: only the first of a dialog may go without an id.
            String event = leg.refers++ == 0 ? "refer" : "refer;id=" + request.cseq();
            return new ReferSubscription(leg, in, event, silent);
        });
    }

    /**
     * A REFER outside of any dialog, of a party that is known: it makes one for its reports.
     *
     * @param from who sent it
     */
    public static void outside(Calls calls, ServerTransaction transaction, Party from) {
        SipRequest request = transaction.request();
        String room;
        String target;
        try {
            room = SipUri.parse(request.requestUri()).user();
            target = NameAddr.parse(String.valueOf(request.value(HeaderName.CONTACT)))
                    .uri();
            SipUri.parse(target);
        } catch (IllegalArgumentException e) {
            transaction.respond(calls.replies.status(request, 400));
            return;
        }
        String fromTag = request.fromTag();
        String contact = contact(calls, transaction.flow().local(), room);
        Dialog dialog = new Dialog(
                request.callId(),
                calls.tokens.token(),
                NameAddr.withoutParameters(request.value(HeaderName.TO)),
                NameAddr.withoutParameters(request.value(HeaderName.FROM)),
                contact,
                fromTag == null ? "" : fromTag,
                target);
        dialog.accepted(request);
        dialog.hop(Hop.of(transaction.flow()));
        judge(
                calls,
                transaction,
                room,
                from,
                null,
                dialog.localTag(),
                contact,
                silent -> new ReferSubscription(dialog, new Outside(calls, dialog, from), "refer", silent));
    }

    private static void judge(
            Calls calls,
            ServerTransaction transaction,
            String room,
            Party from,
            @Nullable Seat seat,
            String tag,
            String contact,
            Function<Boolean, ReferSubscription> subscribe) {
        SipRequest request = transaction.request();
        switch (RoomRefer.of(request)) {
            case RoomRefer.Wrong wrong -> {
                ResponseBuilder refusal = begin(request, wrong.status(), tag);
                if (!wrong.unsupported().isEmpty()) {
                    refusal.header(HeaderName.UNSUPPORTED, wrong.unsupported());
                }
                transaction.respond(refusal.build());
            }
            case RoomRefer.Asks asks -> {
                switch (CallFocus.refer(calls, room, from, seat, asks.wish())) {
                    case Seating.Verdict.Denied denied ->
                        transaction.respond(begin(request, denied.status(), tag).build());
                    case Seating.Verdict.Granted granted -> {
                        ResponseBuilder accepted = begin(request, asks.silent() ? 200 : 202, tag);
                        accepted.header(HeaderName.CONTACT, contact);
                        if (asks.silent()) {
                            accepted.header(HeaderName.REFER_SUB, "false"); // RFC 4488 section 4
                        }
                        transaction.respond(accepted.build());
                        carryOut(granted, subscribe.apply(asks.silent()));
                    }
                }
            }
        }
    }

    private static ResponseBuilder begin(SipRequest request, int status, String tag) {
        ResponseBuilder builder = ResponseBuilder.of(request, status, "");
        return tag.isEmpty() ? builder : builder.toTag(tag);
    }

    private static void carryOut(Seating.Verdict.Granted granted, ReferSubscription subscription) {
        subscription.report(100);
        granted.carryOut().accept(new Seating.Progress() {
            @Override
            public void ringing() {
                subscription.report(180);
            }

            @Override
            public void concluded(int status) {
                subscription.conclude(status);
            }
        });
    }

    /** Reports go where the REFER came from. */
    private record Outside(Calls calls, Dialog dialog, Party from) implements ReferSubscription.Way {
        @Override
        public void send(RequestBuilder notify, ClientTransaction.Listener listener) {
            Hop hop = dialog.hop();
            if (hop == null) {
                listener.transportFailed();
            } else {
                calls.layer.send(notify, hop, listener);
            }
        }

        @Override
        public void crashed(RuntimeException failure) {
            calls.crashed(dialog.callId(), from, failure);
        }
    }
}
