package io.switchboard.sip.messaging;

import io.switchboard.sip.call.Destination;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.transaction.ClientTransaction;
import io.switchboard.sip.transport.Hop;
import java.util.List;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** A message on its way to a trunk: over each of its hops in turn, with answers to its digest challenges. */
final class TrunkAttempt implements ClientTransaction.Listener {
    private static final int MOST_CHALLENGES = 2;

    /** Who sends it. */
    interface Owner {
        /** The message with this CSeq number, but for credentials. */
        RequestBuilder request(long cseq);

        /** Whether another hop may be tried yet. */
        boolean waits();

        /** The trunk's final answer. */
        void answered(SipResponse response);

        /**
         * Nobody has answered.
         *
         * @param status 408, or 503 if nobody was reached
         */
        void unheard(int status);
    }

    private final Messages office;
    private final Destination to;
    private final Owner owner;
    private List<Hop> hops = List.of();
    private int at;
    private long cseq;
    private int challenged;
    private HeaderName authorization = HeaderName.AUTHORIZATION;
    private @Nullable String credentials;

    TrunkAttempt(Messages office, Destination to, long cseq, Owner owner) {
        this.office = office;
        this.to = to;
        this.cseq = cseq;
        this.owner = owner;
    }

    /** @param size of the message in bytes, about; it decides between TCP and UDP */
    void begin(int size) {
        if (!to.hops().isEmpty()) {
            found(to.hops());
            return;
        }
        SipUri uri;
        try {
            uri = SipUri.parse(to.requestUri());
        } catch (IllegalArgumentException e) {
            owner.unheard(503);
            return;
        }
        office.resolver.resolve(uri, size, this::found);
    }

    private void found(List<Hop> found) {
        hops = found;
        send();
    }

    private void send() {
        if (at >= hops.size()) {
            owner.unheard(503);
            return;
        }
        office.sent++;
        RequestBuilder request = owner.request(cseq);
        String proof = credentials;
        if (proof != null) {
            request.header(authorization, proof);
        }
        office.layer.send(request, hops.get(at), this);
    }

    @Override
    public void response(SipResponse response) {
        int status = response.status();
        if (status < 200) {
            return;
        }
        if ((status == 401 || status == 407) && authorize(response, status)) {
            send();
        } else if (status == 503 && at + 1 < hops.size()) {
            at++;
            send();
        } else {
            owner.answered(response);
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
        if (at < hops.size() && owner.waits()) {
            send();
        } else {
            owner.unheard(status);
        }
    }
}
