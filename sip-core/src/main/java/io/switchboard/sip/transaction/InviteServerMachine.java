package io.switchboard.sip.transaction;

import static io.switchboard.sip.transaction.InviteServerMachine.Effect.*;
import static io.switchboard.sip.transaction.InviteServerMachine.Event.*;
import static io.switchboard.sip.transaction.InviteServerMachine.State.*;

/** INVITE server transaction: RFC 3261 section 17.2.1, with the Accepted state of RFC 6026 section 7.1. */
final class InviteServerMachine {
    /** States. */
    enum State {
        PROCEEDING,
        COMPLETED,
        CONFIRMED,
        ACCEPTED,
        TERMINATED
    }

    /** What can happen; responses are the user's. */
    enum Event {
        /** The INVITE came again. */
        INVITE,
        ACK,
        PROVISIONAL,
        SUCCESS,
        FAILURE,
        /** 200 ms without a response of the user. */
        TIMER_TRYING,
        TIMER_G,
        TIMER_H,
        TIMER_I,
        TIMER_L,
        TRANSPORT_ERROR
    }

    /** What the shell does. */
    enum Effect {
        /** The response that the user gave just now. */
        SEND_RESPONSE,
        /** The response sent last, if any. */
        RESEND,
        SEND_TRYING,
        STOP_TRYING,
        PASS_ACK,
        REPORT_FAILURE,
        START_G_AND_H,
        /** The double, T2 at most. */
        DOUBLE_G,
        START_I,
        START_L
    }

    private static final Table<State, Event, Effect> TABLE = new Table<State, Event, Effect>(
                    State.values(), Event.values())
            // 17.2.1: "MUST generate a 100 (Trying) response unless it knows that the TU will generate a provisional
            // or final response within 200 ms".
            .row(PROCEEDING, TIMER_TRYING, PROCEEDING, SEND_TRYING)
            // 17.2.1: a retransmission: "the most recent provisional response [...] MUST be passed to the transport".
            .row(PROCEEDING, INVITE, PROCEEDING, RESEND)
            .row(PROCEEDING, PROVISIONAL, PROCEEDING, STOP_TRYING, SEND_RESPONSE)
            // RFC 6026 7.1: 2xx: sent, Accepted, Timer L.
            .row(PROCEEDING, SUCCESS, ACCEPTED, START_L, SEND_RESPONSE)
            // 17.2.1: 300-699: sent, Completed, G for unreliable transports, H for all.
            .row(PROCEEDING, FAILURE, COMPLETED, START_G_AND_H, SEND_RESPONSE)

            // 17.2.1: in Completed a retransmitted request, and G, send the final response again.
            .row(COMPLETED, INVITE, COMPLETED, RESEND)
            .row(COMPLETED, TIMER_G, COMPLETED, DOUBLE_G, RESEND)
            // 17.2.1: ACK: Confirmed; G and H are over, I absorbs further ACKs.
            .row(COMPLETED, ACK, CONFIRMED, START_I)
            // 17.2.1: H fires: "the ACK was never received", the TU is told.
            .row(COMPLETED, TIMER_H, TERMINATED, REPORT_FAILURE)
            // RFC 6026 8.8: a transport error does not end the transaction, the TU is told; timers end it.
            .row(COMPLETED, TRANSPORT_ERROR, COMPLETED, REPORT_FAILURE)

            // 17.2.1: ACKs and INVITEs are absorbed until I fires.
            .row(CONFIRMED, TIMER_I, TERMINATED)

            // RFC 6026 7.1: INVITEs are absorbed; an ACK goes to the TU, its 2xx to the transport.
            .row(ACCEPTED, ACK, ACCEPTED, PASS_ACK)
            .row(ACCEPTED, SUCCESS, ACCEPTED, SEND_RESPONSE)
            .row(ACCEPTED, TIMER_L, TERMINATED)
            .row(ACCEPTED, TRANSPORT_ERROR, ACCEPTED, REPORT_FAILURE);

    private InviteServerMachine() {}

    /** The next state and what is to be done. */
    static Table.Step<State, Effect> step(State state, Event event) {
        return TABLE.step(state, event);
    }
}
