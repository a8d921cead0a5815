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
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.transaction.ClientTransaction;
import io.switchboard.sip.transport.Hop;
import java.util.List;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** A message that passes through to a trunk, whose answer is the sender's; another trunk is tried if one fails. */
final class TrunkRelay implements ClientTransaction.Listener {
    private static final int HEADERS_ADDED = 200; // about what our From and Via are longer by
    private static final int MOST_CHALLENGES = 2;

    private final Messages office;
    private final SipRequest request;
    private final Party sender;
    private final MessageRoute.To route;
    private final int step;
    private final Destination to;
    private final Reply reply;
    private List<Hop> hops = List.of();
    private int at;
    private long cseq;
    private int challenged;
    private HeaderName authorization = HeaderName.AUTHORIZATION;
    private @Nullable String credentials;

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
        this.cseq = request.cseq();
    }

    void begin() {
        credentials = null;
        challenged = 0;
        at = 0;
        if (!to.hops().isEmpty()) {
            found(to.hops());
            return;
        }
        SipUri uri;
        try {
            uri = SipUri.parse(to.requestUri());
        } catch (IllegalArgumentException e) {
            failed(503);
            return;
        }
        office.resolver.resolve(uri, request.size() + HEADERS_ADDED, this::found);
    }

    private void found(List<Hop> found) {
        hops = found;
        attempt();
    }

    private void attempt() {
        if (at >= hops.size()) {
            failed(503);
            return;
        }
        Hop hop = hops.get(at);
        office.sent++;
        office.layer.send(built(), hop, this);
    }

    private RequestBuilder built() {
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
        String proof = credentials;
        if (proof != null) {
            builder.header(authorization, proof);
        }
        HeaderRules.passIdentity(request, sender, to.party(), builder);
        Identity.assertPhone(sender, to, builder);
        HeaderRules.pass(request, builder);
        return builder;
    }

    @Override
    public void response(SipResponse response) {
        int status = response.status();
        if (status < 200) {
            return;
        }
        if ((status == 401 || status == 407) && authorize(response, status)) {
            attempt();
        } else if (status == 503 && at + 1 < hops.size()) {
            at++;
            attempt();
        } else if (status >= 300 && follow(status)) {
            return;
        } else {
            office.answered(status);
            reply.pass(response, to.party());
        }
    }

    private boolean authorize(SipResponse response, int status) {
        if (!(to.party() instanceof Party.Trunk trunk)
                || trunk.credentials() == null
                || challenged++ >= MOST_CHALLENGES) {
            return false;
        }
        HeaderName challenge = status == 401 ? HeaderName.WWW_AUTHENTICATE : HeaderName.PROXY_AUTHENTICATE;
        authorization = status == 401 ? HeaderName.AUTHORIZATION : HeaderName.PROXY_AUTHORIZATION;
        credentials = trunk.credentials().answer(response.values(challenge), Request.MESSAGE, to.requestUri());
        cseq++;
        return credentials != null;
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
    public void timedOut() {
        unheard(408);
    }

    @Override
    public void transportFailed() {
        unheard(503);
    }

    private void unheard(int status) {
        if (at < hops.size()) {
            office.resolver.failed(hops.get(at));
        }
        at++;
        if (at < hops.size() && reply.pending()) {
            attempt();
        } else {
            failed(status);
        }
    }

    private void failed(int status) {
        if (!follow(status)) {
            office.answered(status);
            reply.tell(status);
        }
    }
}
