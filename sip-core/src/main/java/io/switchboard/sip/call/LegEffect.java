package io.switchboard.sip.call;

/** What {@link LegMachine} has its shell do, in this order. */
enum LegEffect {
    /** Final 2xx to the peer's INVITE, repeated until its ACK. */
    SEND_2XX,
    STOP_2XX,
    /** Final refusal chosen by the call. */
    SEND_REFUSAL,
    /** 487 to the peer's INVITE (RFC 3261 sections 9.2 and 15.1.2). */
    SEND_487,
    /** To an INVITE that may not come now, before any state is kept for it. */
    REFUSE_491,
    REFUSE_500_RETRY,
    REFUSE_481,
    ANSWER_BYE,
    REFUSE_BYE,
    SEND_INVITE,
    SEND_CANCEL,
    /** ACK for the 2xx, with the body that the call gave if it gave one. */
    SEND_ACK,
    SEND_BYE,
    /** To the other side of the call. */
    RELAY_INVITE,
    RELAY_CANCEL,
    RELAY_ACK,
    RELAY_SUCCESS,
    RELAY_FAILURE,
    /** The dialled peer answered the first INVITE. */
    TELL_ANSWERED,
    /** The dialled peer refused the first INVITE. */
    TELL_FAILED,
    /** The peer is gone, on its own account. */
    TELL_GONE,
    /** The dialog is over: its entries in tables and its timers go. */
    RELEASE
}
