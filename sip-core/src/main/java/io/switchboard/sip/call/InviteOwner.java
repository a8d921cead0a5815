package io.switchboard.sip.call;

import io.switchboard.sip.message.SipResponse;

/** Who sent an INVITE inside a dialog on the server's own account, and is told what becomes of it. */
interface InviteOwner {
    /** The 2xx; its ACK is owed. */
    void succeeded(Leg leg, SipResponse response);

    /** A refusal, or what stands for it. */
    void refused(Leg leg, int status);
}
