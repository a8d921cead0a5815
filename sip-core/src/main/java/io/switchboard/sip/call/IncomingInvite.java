package io.switchboard.sip.call;

import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ServerTransaction;
import org.jspecify.annotations.Nullable;

/** An INVITE that a peer sent, from its arrival to the ACK of its 2xx. */
final class IncomingInvite {
    final ServerTransaction transaction;

    /** The request; kept here, for the transaction may let go of it after its final response. */
    final SipRequest request;

    /** The dialog that it came in, or the one that its 2xx created; null before. */
    @Nullable LegDialog dialog;

    /** The INVITE on the other side that answers for it. */
    @Nullable OutgoingInvite onward;

    /** The 2xx, repeated until the ACK comes (RFC 3261 section 13.3.1.4). */
    @Nullable SipResponse success;

    /** Run when the ACK of the 2xx has come; null if nobody waits for it but the other side. */
    @Nullable Runnable acknowledged;

    long intervalMillis;
    long waitedMillis;

    IncomingInvite(ServerTransaction transaction) {
        this.transaction = transaction;
        this.request = transaction.request();
    }
}
