package io.switchboard.sip.transaction;

import static io.switchboard.sip.transaction.NonInviteServerMachine.Effect.*;
import static io.switchboard.sip.transaction.NonInviteServerMachine.Event.*;
import static io.switchboard.sip.transaction.NonInviteServerMachine.State.*;

/** Server transaction of every method but INVITE and ACK: RFC 3261 section 17.2.2, with RFC 4320. */
final class NonInviteServerMachine {
    /** States. */
    enum State {
        TRYING,
        PROCEEDING,
        COMPLETED,
        TERMINATED
    }

    /** What can happen; responses are the user's. */
    enum Event {
        /** The request came again. */
        REQUEST,
        PROVISIONAL,
        FINAL,
        /** 64*T1 since the request: the client's Timer F is over. */
        TIMER_F,
        TIMER_J,
        TRANSPORT_ERROR
    }

    /** What the shell does. */
    enum Effect {
        /** The response that the user gave just now. */
        SEND_RESPONSE,
        /** The response sent last. */
        RESEND,
        REPORT_FAILURE,
        START_J
    }

    private static final Table<State, Event, Effect> TABLE = new Table<State, Event, Effect>(
                    State.values(), Event.values())
            // 17.2.2: in Trying "any further request retransmissions [...] are discarded".
            .row(TRYING, PROVISIONAL, PROCEEDING, SEND_RESPONSE)
            .row(TRYING, FINAL, COMPLETED, START_J, SEND_RESPONSE)
            // RFC 4320 4.2: no response may be sent any more once the client has given up.
            .row(TRYING, TIMER_F, TERMINATED, REPORT_FAILURE)

            // 17.2.2: in Proceeding and Completed a retransmission brings the last response again.
            .row(PROCEEDING, REQUEST, PROCEEDING, RESEND)
            .row(PROCEEDING, PROVISIONAL, PROCEEDING, SEND_RESPONSE)
            .row(PROCEEDING, FINAL, COMPLETED, START_J, SEND_RESPONSE)
            .row(PROCEEDING, TIMER_F, TERMINATED, REPORT_FAILURE)

            // 17.2.2: "Any other final responses passed by the TU [...] MUST be discarded" in Completed.
            .row(COMPLETED, REQUEST, COMPLETED, RESEND)
            .row(COMPLETED, TIMER_J, TERMINATED)
            // 17.2.4: the TU is told; the transaction ends.
            .row(COMPLETED, TRANSPORT_ERROR, TERMINATED, REPORT_FAILURE);

    private NonInviteServerMachine() {}

    /** The next state and what is to be done. */
    static Table.Step<State, Effect> step(State state, Event event) {
        return TABLE.step(state, event);
    }
}
