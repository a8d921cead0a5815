package io.switchboard.sip.transaction;

import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transport.Hop;

/** A client transaction as its user sees it (RFC 3261 section 17.1). Only for its lane. */
public interface ClientTransaction {
    /** The request as sent, with our Via. */
    SipRequest request();

    /** Where it went. */
    Hop hop();

    /**
     * Sends CANCEL for an INVITE (section 9.1): at once if a provisional response came, else when the first comes; not
     * at all once there is a final response. 64*T1 after the CANCEL an INVITE without final response ends as
     * {@link Listener#timedOut}.
     *
     * @param reason value of a Reason header (RFC 3326), or empty
     */
    void cancel(String reason);

    /** Told what happens to a client transaction. Called in the lane. */
    interface Listener {
        /**
         * A response: any number of provisional ones, then one final; for INVITE more 2xx may follow, from other
         * branches or repeated (RFC 6026 section 7.2). ACK for a non-2xx is sent by the transaction, for a 2xx by the
         * user.
         */
        void response(SipResponse response);

        /** No final response in time (Timer B or F); as 408. */
        void timedOut();

        /** The request did not reach the peer; as 503 (section 8.1.3.1). */
        void transportFailed();
    }
}
