package io.switchboard.sip.transaction;

import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Hop;
import org.jspecify.annotations.Nullable;

/** The layer above the transactions (RFC 3261 section 5, "TU"). Called in the lane. */
public interface TransactionUser {
    /**
     * Asked first of each valid request but INVITE, ACK and CANCEL: an answer for which nothing need be remembered, so
     * that nobody can fill our memory by asking (RFC 3261 section 8.2.7). When the request comes again it is asked again.
     *
     * @return a final response without To tag; null if the request is to have a transaction
     */
    default @Nullable ResponseBuilder stateless(SipRequest request, Flow flow) {
        return null;
    }

    /** A new request, valid, neither ACK nor CANCEL. It has to be answered through the transaction. */
    void request(ServerTransaction transaction);

    /** An ACK that belongs to no server transaction in Completed state: the ACK of a 2xx (section 13.2.2.4). */
    void ack(SipRequest ack, Flow flow);

    /** A response that matches no client transaction. */
    void stray(SipResponse response, Flow flow);

    /**
     * A 2xx of another branch than the one that was acknowledged (RFC 3261 section 13.2.2.4); it has to get an ACK and,
     * since only one is wanted, a BYE.
     *
     * @param hop where the INVITE's ACK went
     */
    default void forked(SipResponse response, Hop hop) {}

    /** A connection is gone. */
    void closed(Flow flow);
}
