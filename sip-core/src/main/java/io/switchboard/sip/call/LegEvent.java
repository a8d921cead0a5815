package io.switchboard.sip.call;

/** What happens: received from the peer ({@code _IN}), asked by the call, or found out by a timer. */
enum LegEvent {
    INVITE_IN,
    CANCEL_IN,
    ACK_IN,
    ACK_TIMEOUT,
    BYE_IN,
    SUCCESS_IN,
    FAILURE_IN,
    BYE_DONE,
    /** 408 or 481 inside the dialog, session expired, way to the peer lost (RFC 3261 section 12.2.1.2). */
    DIALOG_LOST,
    ACCEPT,
    REFUSE,
    INVITE_OUT,
    CANCEL_OUT,
    ACK_OUT,
    HANG_UP
}
