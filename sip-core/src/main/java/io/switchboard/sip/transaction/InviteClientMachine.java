package io.switchboard.sip.transaction;

import static io.switchboard.sip.transaction.InviteClientMachine.Effect.*;
import static io.switchboard.sip.transaction.InviteClientMachine.Event.*;
import static io.switchboard.sip.transaction.InviteClientMachine.State.*;

/** INVITE client transaction: RFC 3261 sections 17.1.1 and 9.1, with the Accepted state of RFC 6026 section 7.2. */
final class InviteClientMachine {
    /** States; those for CANCEL are the Calling and Proceeding states of the RFC after the user gave up. */
    enum State {
        CALLING,
        /** Calling; CANCEL is to be sent when a provisional response comes. */
        CALLING_CANCELLED,
        PROCEEDING,
        /** Proceeding; CANCEL was sent. */
        CANCELLING,
        COMPLETED,
        ACCEPTED,
        TERMINATED
    }

    /** What can happen. */
    enum Event {
        START,
        PROVISIONAL,
        SUCCESS,
        FAILURE,
        CANCEL,
        TIMER_A,
        TIMER_B,
        /** 64*T1 after CANCEL (section 9.1). */
        TIMER_CANCEL,
        TIMER_D,
        TIMER_M,
        TRANSPORT_ERROR
    }

    /** What the shell does. */
    enum Effect {
        SEND_REQUEST,
        SEND_ACK,
        SEND_CANCEL,
        PASS_RESPONSE,
        REPORT_TIMEOUT,
        REPORT_TRANSPORT_ERROR,
        /** B, and for unreliable transports A. */
        START_A_AND_B,
        DOUBLE_A,
        STOP_A_AND_B,
        START_CANCEL_TIMER,
        START_D,
        START_M
    }

    private static final Table<State, Event, Effect> TABLE = new Table<State, Event, Effect>(
                    State.values(), Event.values())
            // 17.1.1.2: "the INVITE is passed to the transport layer"; A for unreliable transports only, B for all.
            .row(CALLING, START, CALLING, START_A_AND_B, SEND_REQUEST)
            // 17.1.1.2: "When timer A fires, the client transaction MUST retransmit the request" and double it.
            .row(CALLING, TIMER_A, CALLING, DOUBLE_A, SEND_REQUEST)
            // 17.1.1.2: still Calling when B fires: "the client transaction SHOULD inform the TU".
            .row(CALLING, TIMER_B, TERMINATED, REPORT_TIMEOUT)
            // 17.1.1.2: provisional response: Proceeding, no more retransmissions, passed to the TU.
            .row(CALLING, PROVISIONAL, PROCEEDING, STOP_A_AND_B, PASS_RESPONSE)
            // RFC 6026 7.2: 2xx: Accepted, Timer M.
            .row(CALLING, SUCCESS, ACCEPTED, START_M, PASS_RESPONSE)
            // 17.1.1.2: 300-699: ACK "even if the transport is reliable", Completed, Timer D.
            .row(CALLING, FAILURE, COMPLETED, SEND_ACK, START_D, PASS_RESPONSE)
            // 9.1: "If no provisional response has been received, the CANCEL request MUST NOT be sent".
            .row(CALLING, CANCEL, CALLING_CANCELLED)
            // 17.1.4: the TU is informed and the transaction ends.
            .row(CALLING, TRANSPORT_ERROR, TERMINATED, REPORT_TRANSPORT_ERROR)

            // As Calling, but for what a provisional response leads to.
            .row(CALLING_CANCELLED, TIMER_A, CALLING_CANCELLED, DOUBLE_A, SEND_REQUEST)
            .row(CALLING_CANCELLED, TIMER_B, TERMINATED, REPORT_TIMEOUT)
            // 9.1: the client "MUST wait for the arrival of a provisional response before sending the request".
            .row(CALLING_CANCELLED, PROVISIONAL, CANCELLING, START_CANCEL_TIMER, SEND_CANCEL, PASS_RESPONSE)
            .row(CALLING_CANCELLED, SUCCESS, ACCEPTED, START_M, PASS_RESPONSE)
            .row(CALLING_CANCELLED, FAILURE, COMPLETED, SEND_ACK, START_D, PASS_RESPONSE)
            .row(CALLING_CANCELLED, TRANSPORT_ERROR, TERMINATED, REPORT_TRANSPORT_ERROR)

            // 17.1.1.2: "any further provisional responses MUST be passed up to the TU".
            .row(PROCEEDING, PROVISIONAL, PROCEEDING, PASS_RESPONSE)
            .row(PROCEEDING, SUCCESS, ACCEPTED, START_M, PASS_RESPONSE)
            .row(PROCEEDING, FAILURE, COMPLETED, SEND_ACK, START_D, PASS_RESPONSE)
            // 9.1: a provisional response is there: CANCEL goes out at once.
            .row(PROCEEDING, CANCEL, CANCELLING, START_CANCEL_TIMER, SEND_CANCEL)

            // 9.1: the final response, 487 or a 2xx that crossed the CANCEL, comes as ever.
            .row(CANCELLING, PROVISIONAL, CANCELLING, PASS_RESPONSE)
            .row(CANCELLING, SUCCESS, ACCEPTED, START_M, PASS_RESPONSE)
            .row(CANCELLING, FAILURE, COMPLETED, SEND_ACK, START_D, PASS_RESPONSE)
            // 9.1: no final response in 64*T1: "consider the original transaction cancelled" and destroy it.
            .row(CANCELLING, TIMER_CANCEL, TERMINATED, REPORT_TIMEOUT)

            // 17.1.1.2: retransmitted final responses: ACK again, "MUST NOT be passed to the TU".
            .row(COMPLETED, FAILURE, COMPLETED, SEND_ACK)
            .row(COMPLETED, TIMER_D, TERMINATED)

            // RFC 6026 7.2: 2xx, repeated or of another fork, are passed to the TU, which sends the ACK.
            .row(ACCEPTED, SUCCESS, ACCEPTED, PASS_RESPONSE)
            .row(ACCEPTED, TIMER_M, TERMINATED);

    private InviteClientMachine() {}

    /** The next state and what is to be done. */
    static Table.Step<State, Effect> step(State state, Event event) {
        return TABLE.step(state, event);
    }
}
