package io.switchboard.sip.messaging;

import io.switchboard.sip.call.Destination;
import io.switchboard.sip.call.FieldValues;
import io.switchboard.sip.call.HeaderRules;
import io.switchboard.sip.call.Identity;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import javax.sip.message.Request;

/** A message that passes through to a trunk, whose answer is the sender's; another trunk is tried if one fails. */
final class TrunkRelay implements TrunkAttempt.Owner {
    private static final int HEADERS_ADDED = 200; // about what our From and Via are longer by

    private final Messages office;
    private final SipRequest request;
    private final Party sender;
    private final MessageRoute.To route;
    private final int step;
    private final Destination to;
    private final Reply reply;

    TrunkRelay(
            Messages office,
            SipRequest request,
            Party sender,
            MessageRoute.To route,
            int step,
            Destination to,
            Reply reply) {
        this.office = office;
        this.request = request;
        this.reply = reply;
        this.sender = sender;
        this.route = route;
        this.step = step;
        this.to = to;
    }

    void begin() {
        new TrunkAttempt(office, to, request.cseq(), this).begin(request.size() + HEADERS_ADDED);
    }

    @Override
    public RequestBuilder request(long cseq) {
        String tag = request.fromTag();
        RequestBuilder builder = RequestBuilder.of(Request.MESSAGE, to.requestUri());
        for (String route : to.routes()) {
            builder.header(HeaderName.ROUTE, route);
        }
        builder.header(HeaderName.MAX_FORWARDS, Integer.toString(FieldValues.maxForwards(request)))
                .header(
                        HeaderName.FROM,
                        Identity.from(request, sender, to.callerUser(), office.settings.domain()) + ";tag="
                                + (tag == null ? office.tokens.token() : tag))
                .header(HeaderName.TO, "<" + to.to() + ">")
                .copy(request, HeaderName.CALL_ID)
                .header(HeaderName.CSEQ, cseq + " " + Request.MESSAGE);
        HeaderRules.passIdentity(request, sender, to.party(), builder);
        Identity.assertPhone(sender, to, builder);
        HeaderRules.pass(request, builder);
        return builder;
    }

    @Override
    public boolean waits() {
        return reply.pending();
    }

    @Override
    public void answered(SipResponse response) {
        int status = response.status();
        if (status < 300 || !follow(status)) {
            office.answered(status);
            reply.pass(response, to.party());
        }
    }

    /** Goes on with the next step, if there is one for this status. */
    private boolean follow(int status) {
        int next = route.next().after(step, status);
        if (next < 0) {
            return false;
        }
        office.intake.take(request, sender, route, next, reply);
        return true;
    }

    @Override
    public void unheard(int status) {
        if (!follow(status)) {
            office.answered(status);
            reply.tell(status);
        }
    }
}
