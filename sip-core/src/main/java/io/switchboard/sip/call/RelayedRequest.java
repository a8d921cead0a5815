package io.switchboard.sip.call;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ClientTransaction;
import io.switchboard.sip.transaction.ServerTransaction;
import javax.sip.message.Request;

/** A request other than INVITE and BYE, passed from one side of a call to the other, and its responses back. */
final class RelayedRequest implements ClientTransaction.Listener {
    private final ServerTransaction transaction;
    private final SipRequest request;
    private final LegDialog from;
    private final LegDialog to;

    private RelayedRequest(ServerTransaction transaction, LegDialog from, LegDialog to) {
        this.transaction = transaction;
        this.request = transaction.request();
        this.from = from;
        this.to = to;
    }

    static void relay(ServerTransaction transaction, LegDialog from, LegDialog to) {
        RelayedRequest relay = new RelayedRequest(transaction, from, to);
        SipRequest request = relay.request;
        boolean update = request.method().equals(Request.UPDATE);
        if (update) {
            to.leg.updating++;
        }
        RequestBuilder builder = to.request(request.method());
        builder.header(HeaderName.MAX_FORWARDS, Integer.toString(FieldValues.maxForwards(request)));
        if (update || request.has(HeaderName.CONTACT)) {
            builder.header(HeaderName.CONTACT, to.contact());
        }
        String rack = request.value(HeaderName.RACK);
        if (rack != null) {
            builder.header(HeaderName.RACK, relay.mapped(rack));
        }
        if (update) {
            to.leg.session.addTo(builder, request, to.leg.call.settings);
        }
        HeaderRules.passIdentity(request, from.leg.party, to.leg.party, builder);
        HeaderRules.pass(request, builder);
        to.leg.send(to, builder, relay);
    }

    /** RAck names the CSeq of the INVITE on the other side (RFC 3262 section 7.2). */
    private String mapped(String rack) {
        int space = rack.indexOf(' ');
        OutgoingInvite invite = to.leg.outgoing;
        if (space < 0 || invite == null) {
            return rack;
        }
        return rack.substring(0, space) + " " + invite.cseq() + " INVITE";
    }

    @Override
    public void response(SipResponse response) {
        try {
            int status = response.status();
            if (status == 100) {
                return;
            }
            boolean update = request.method().equals(Request.UPDATE);
            if (update && status < 300 && status >= 200) {
                to.leg.session.peerUpdates();
                to.refresh(response);
                to.leg.describe(response);
                to.leg.session.agreed(response);
                to.leg.session.arm(to.leg);
            }
            if (HeaderRules.shown(status) != status) {
                done(status);
                transaction.respond(ResponseBuilder.of(request, HeaderRules.shown(status), "")
                        .build());
                return;
            }
            ResponseBuilder builder = ResponseBuilder.of(request, status, HeaderRules.phrase(response));
            if (status < 300 && (update || response.has(HeaderName.CONTACT))) {
                builder.header(HeaderName.CONTACT, from.contact());
            }
            if (update && status < 300 && status >= 200) {
                from.leg.session.answer(request, builder, response, from.leg.call.settings);
                from.leg.session.arm(from.leg);
            }
            HeaderRules.passIdentity(response, to.leg.party, from.leg.party, builder);
            HeaderRules.pass(response, builder);
            done(status);
            transaction.respond(builder.build());
            if ((status == 481 && !ofItsOwn(request.method())) || status == 408) {
                to.leg.lost();
            }
        } catch (RuntimeException e) {
            from.leg.call.crashed(e);
        }
    }

    /** Whether a 481 is about a subscription or a provisional response and not the dialog (RFC 5057, RFC 3262). */
    private static boolean ofItsOwn(String method) {
        return method.equals(Request.NOTIFY) || method.equals(Request.SUBSCRIBE) || method.equals(Request.PRACK);
    }

    @Override
    public void timedOut() {
        failed(408);
    }

    @Override
    public void transportFailed() {
        failed(503);
    }

    private void failed(int status) {
        try {
            done(status);
            transaction.respond(ResponseBuilder.of(request, status, "").build());
            to.leg.lost();
        } catch (RuntimeException e) {
            from.leg.call.crashed(e);
        }
    }

    private void done(int status) {
        if (status >= 200 && request.method().equals(Request.UPDATE)) {
            to.leg.updating--;
        }
    }
}
