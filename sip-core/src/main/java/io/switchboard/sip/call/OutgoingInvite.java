package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ClientTransaction;
import io.switchboard.sip.transport.Hop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An INVITE that we sent, from its first attempt to the ACK: tries the hops of its destination in turn until one answers
 * (RFC 3263 section 4.3). Lives as long as its transaction, so that a repeated 2xx finds its ACK.
 */
final class OutgoingInvite implements ClientTransaction.Listener {
    final Leg leg;

    /** The INVITE on the other side that it answers for; null for a refresh of our own. */
    final @Nullable IncomingInvite origin;

    private final long cseq;
    private List<Hop> hops = ImmutableList.of();
    private int at;
    private @Nullable ClientTransaction transaction;
    private boolean heard;
    private @Nullable String cancelled;
    private @Nullable String answeredTag;
    private @Nullable SipRequest ack;
    private @Nullable Hop ackHop;

    OutgoingInvite(Leg leg, @Nullable IncomingInvite origin, long cseq) {
        this.leg = leg;
        this.origin = origin;
        this.cseq = cseq;
    }

    long cseq() {
        return cseq;
    }

    /** Sends it to the first of these hops. */
    void send(List<Hop> hops) {
        this.hops = hops;
        this.at = 0;
        attempt();
    }

    private void attempt() {
        if (at >= hops.size()) {
            leg.inviteFailed(this, null, 503);
            return;
        }
        Hop hop = hops.get(at);
        RequestBuilder request = leg.invites.request(this, hop);
        heard = false;
        transaction = leg.call.calls.layer.send(request, hop, this);
    }

    /** The hop of the current attempt. */
    @Nullable Hop hop() {
        return transaction == null ? null : transaction.hop();
    }

    void cancel(String reason) {
        cancelled = reason;
        if (transaction != null) {
            transaction.cancel(reason);
        }
    }

    @Override
    public void response(SipResponse response) {
        try {
            heard = true;
            int status = response.status();
            if (status == 100) {
                return;
            }
            if (status < 200) {
                leg.provisional(this, response);
            } else if (status < 300) {
                success(response);
            } else if (status == 503 && nextHop()) {
                attempt();
            } else {
                leg.inviteFailed(this, response, status);
            }
        } catch (RuntimeException e) {
            leg.call.crashed(e);
        }
    }

    private void success(SipResponse response) {
        String tag = response.toTag();
        if (answeredTag == null) {
            answeredTag = tag == null ? "" : tag;
            leg.inviteAnswered(this, response);
        } else if (answeredTag.equals(tag == null ? "" : tag)) {
            if (ack != null && ackHop != null) {
                leg.call.calls.layer.resendAck(ack, ackHop);
            }
        } else {
            leg.invites.endStray(this, response);
        }
    }

    @Override
    public void timedOut() {
        failedOnTheWay(408);
    }

    @Override
    public void transportFailed() {
        failedOnTheWay(503);
    }

    private void failedOnTheWay(int status) {
        try {
            Hop hop = hop();
            if (!heard && hop != null) {
                leg.call.calls.resolver.failed(hop);
            }
            if (!heard && nextHop()) {
                attempt();
            } else {
                leg.inviteFailed(this, null, status);
            }
        } catch (RuntimeException e) {
            leg.call.crashed(e);
        }
    }

    private boolean nextHop() {
        return cancelled == null && ++at < hops.size();
    }

    /** Sends the ACK for the 2xx and keeps it for repetitions. */
    void acknowledge(RequestBuilder builder, Hop hop) {
        ack = leg.call.calls.layer.sendAck(builder, hop);
        ackHop = hop;
    }
}
