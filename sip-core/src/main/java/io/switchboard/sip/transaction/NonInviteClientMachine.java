package io.switchboard.sip.transaction;

import static io.switchboard.sip.transaction.NonInviteClientMachine.Effect.*;
import static io.switchboard.sip.transaction.NonInviteClientMachine.Event.*;
import static io.switchboard.sip.transaction.NonInviteClientMachine.State.*;

/** Client transaction of every method but INVITE and ACK: RFC 3261 section 17.1.2. */
final class NonInviteClientMachine {
    /** States. */
    enum State {
        TRYING,
        PROCEEDING,
        COMPLETED,
        TERMINATED
    }

    /** What can happen. */
    enum Event {
        START,
        PROVISIONAL,
        FINAL,
        TIMER_E,
        TIMER_F,
        TIMER_K,
        TRANSPORT_ERROR
    }

    /** What the shell does. */
    enum Effect {
        SEND_REQUEST,
        PASS_RESPONSE,
        REPORT_TIMEOUT,
        REPORT_TRANSPORT_ERROR,
        /** F, and for unreliable transports E. */
        START_E_AND_F,
        /** The double, T2 at most. */
        DOUBLE_E,
        /** T2. */
        SLOW_E,
        START_K
    }

    private static final Table<State, Event, Effect> TABLE = new Table<State, Event, Effect>(
                    State.values(), Event.values())
            // 17.1.2.2: F fires in 64*T1; E in T1 for an unreliable transport; "passed to the transport layer".
            .row(TRYING, START, TRYING, START_E_AND_F, SEND_REQUEST)
            // 17.1.2.2: E fires in Trying: reset to MIN(2*T1, T2) and so on, and retransmit.
            .row(TRYING, TIMER_E, TRYING, DOUBLE_E, SEND_REQUEST)
            // 17.1.2.2: "If Timer F fires while the client transaction is still in the Trying state", inform the TU.
            .row(TRYING, TIMER_F, TERMINATED, REPORT_TIMEOUT)
            .row(TRYING, PROVISIONAL, PROCEEDING, PASS_RESPONSE)
            .row(TRYING, FINAL, COMPLETED, START_K, PASS_RESPONSE)
            // 17.1.4
            .row(TRYING, TRANSPORT_ERROR, TERMINATED, REPORT_TRANSPORT_ERROR)

            // 17.1.2.2: "If Timer E fires while in the Proceeding state", retransmit and reset it to T2.
            .row(PROCEEDING, TIMER_E, PROCEEDING, SLOW_E, SEND_REQUEST)
            .row(PROCEEDING, TIMER_F, TERMINATED, REPORT_TIMEOUT)
            .row(PROCEEDING, PROVISIONAL, PROCEEDING, PASS_RESPONSE)
            .row(PROCEEDING, FINAL, COMPLETED, START_K, PASS_RESPONSE)
            .row(PROCEEDING, TRANSPORT_ERROR, TERMINATED, REPORT_TRANSPORT_ERROR)

            // 17.1.2.2: Completed is there "to buffer any additional response retransmissions"; they go nowhere.
            .row(COMPLETED, TIMER_K, TERMINATED);

    private NonInviteClientMachine() {}

    /** The next state and what is to be done. */
    static Table.Step<State, Effect> step(State state, Event event) {
        return TABLE.step(state, event);
    }
}
