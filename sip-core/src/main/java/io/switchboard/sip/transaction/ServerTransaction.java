package io.switchboard.sip.transaction;

import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transport.Flow;
import org.jspecify.annotations.Nullable;

/** A server transaction as its user sees it (RFC 3261 section 17.2). Only for its lane. */
public interface ServerTransaction {
    /** The request that began it. */
    SipRequest request();

    /** The flow that the request came on. */
    Flow flow();

    /** Whether no final response was sent yet. */
    boolean pending();

    /**
     * Sends a response. A second final response is ignored, except that an INVITE's 2xx may be repeated by its user
     * until the ACK comes (RFC 6026 section 7.1).
     */
    void respond(SipResponse response);

    /** Who is told of CANCEL and of failures; to be set before {@link TransactionUser#request} returns. */
    void listener(@Nullable Listener listener);

    /** Told what happens to a server transaction. Called in the lane. */
    interface Listener {
        /** A CANCEL for this INVITE came while it was pending; it has been answered with 200. The user sends the 487. */
        default void cancelled(SipRequest cancel) {}

        /** No ACK came for a non-2xx final response (Timer H), or it could not be sent. */
        default void failed() {}
    }
}
