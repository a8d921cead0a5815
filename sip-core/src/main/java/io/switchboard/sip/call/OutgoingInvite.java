package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ClientTransaction;
import io.switchboard.sip.transaction.TransactionLayer;
import io.switchboard.sip.transport.Hop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An INVITE that we sent, from its first attempt to the ACK: tries the hops of its destination in turn until one answers
 * (RFC 3263 section 4.3).
 */
final class OutgoingInvite {
    final Leg leg;

    /** The INVITE on the other side that it answers for; null for a refresh of our own. */
    final @Nullable IncomingInvite origin;

    /** What it is made from, if it is a leg's first. */
    @Nullable Original original;

    /** Who wants to know what becomes of it, if it is neither the leg's first nor relayed nor a refresh. */
    @Nullable InviteOwner owner;

    /** Its offer and the answer for its ACK, in that case. */
    byte @Nullable [] offer;

    byte @Nullable [] answer;

    private final long cseq;
    private final InviteAnswers answers;
    private List<Hop> hops = ImmutableList.of();
    private int at;
    private @Nullable ClientTransaction transaction;
    private boolean heard;
    private @Nullable String cancelled;

    OutgoingInvite(Leg leg, @Nullable IncomingInvite origin, long cseq) {
        this.leg = leg;
        this.origin = origin;
        this.cseq = cseq;
        this.answers = new InviteAnswers(leg.call.calls, this);
    }

    long cseq() {
        return cseq;
    }

    /** Sends it to the first of these hops. */
    void send(List<Hop> hops) {
        if (leg.outgoing != this || cancelled != null || !leg.state.alive()) {
            return; // it was given up while the way was looked up
        }
        this.hops = hops;
        this.at = 0;
        try {
            attempt();
        } catch (RuntimeException e) {
            leg.call.crashed(e);
        }
    }

    private void attempt() {
        if (at >= hops.size()) {
            LegResponses.failed(leg, this, null, unreachable());
            return;
        }
        transaction = null;
        Hop hop = hops.get(at);
        RequestBuilder request = leg.invites.request(this, hop);
        heard = false;
        transaction = leg.call.calls.layer.send(request, hop, answers);
    }

    /** What stands for a response where there is no way (RFC 3261 section 16.9): a phone is just not there. */
    int unreachable() {
        return leg.party instanceof Party.Phone ? 480 : 503;
    }

    /** The hop of the current attempt. */
    @Nullable Hop hop() {
        return transaction == null ? null : transaction.hop();
    }

    void cancel(String reason) {
        cancelled = reason;
        if (transaction != null) {
            transaction.cancel(reason);
        } else {
            LegResponses.failed(leg, this, null, 487); // nothing was sent, and nothing will be
        }
    }

    /** The hop answers. */
    void heard() {
        heard = true;
    }

    /** A response above 100; of 2xx only the first. */
    void response(SipResponse response) {
        try {
            heard = true;
            int status = response.status();
            if (status < 200) {
                LegResponses.provisional(leg, this, response);
            } else if (status < 300) {
                LegResponses.answered(leg, this, response);
            } else if ((status == 503 || status == 430) && nextHop()) { // 430: the proxy has lost the flow (RFC 5626)
                attempt();
            } else {
                LegResponses.failed(leg, this, response, status);
            }
        } catch (RuntimeException e) {
            leg.call.crashed(e);
        }
    }

    /** No final response came, or the request did not get away. */
    void failedOnTheWay(int status) {
        try {
            Hop hop = hop();
            if (!heard && hop != null) {
                leg.call.calls.resolver.failed(hop);
            }
            if (!heard && nextHop()) {
                attempt();
            } else {
                LegResponses.failed(leg, this, null, status);
            }
        } catch (RuntimeException e) {
            leg.call.crashed(e);
        }
    }

    private boolean nextHop() {
        return cancelled == null && ++at < hops.size();
    }

    /** Sends the ACK for the 2xx; with that it is over. */
    void acknowledge(RequestBuilder builder, Hop hop) {
        TransactionLayer layer = leg.call.calls.layer;
        SipRequest ack = layer.sendAck(builder, hop);
        if (transaction != null) {
            layer.acknowledged(transaction, ack, hop);
        }
    }
}
