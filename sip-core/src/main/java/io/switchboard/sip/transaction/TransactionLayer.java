package io.switchboard.sip.transaction;

import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.ListenPoint;

/** The transaction layer of one lane, as its user sees it. */
public interface TransactionLayer {
    /** The listener whose address stands for us towards this hop; Contact has to name it. */
    ListenPoint local(Hop hop);

    /**
     * Begins a client transaction: puts our Via (fresh branch, rport) on top and sends.
     *
     * @param request complete but for Via and Content-Length
     */
    ClientTransaction send(RequestBuilder request, Hop hop, ClientTransaction.Listener listener);

    /** Sends an ACK for a 2xx, outside of any transaction, with our Via on top; gives what was sent, to be repeated. */
    SipRequest sendAck(RequestBuilder ack, Hop hop);

    /** Sends again an ACK that was made by {@link #sendAck}. */
    void resendAck(SipRequest ack, Hop hop);

    /**
     * The 2xx of an INVITE has its ACK: from now on the layer repeats that ACK by itself, tells {@link
     * TransactionUser#forked} of 2xx of other branches, and the INVITE's listener hears nothing more.
     */
    void acknowledged(ClientTransaction invite, SipRequest ack, Hop hop);

    /** Number of transactions, client and server, that are not terminated. */
    int size();
}
