package io.switchboard.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Each row of the four tables; for every pair that is not listed the state stays and nothing is done. */
class MachineTableTest {
    /** RFC 3261 figure 5 and section 9.1, with RFC 6026 figure 7. */
    @Test
    void inviteClient() {
        check("""
                CALLING           START           CALLING           START_A_AND_B, SEND_REQUEST
                CALLING           TIMER_A         CALLING           DOUBLE_A, SEND_REQUEST
                CALLING           TIMER_B         TERMINATED        REPORT_TIMEOUT
                CALLING           PROVISIONAL     PROCEEDING        STOP_A_AND_B, PASS_RESPONSE
                CALLING           SUCCESS         ACCEPTED          START_M, PASS_RESPONSE
                CALLING           FAILURE         COMPLETED         SEND_ACK, START_D, PASS_RESPONSE
                CALLING           CANCEL          CALLING_CANCELLED
                CALLING           TRANSPORT_ERROR TERMINATED        REPORT_TRANSPORT_ERROR
                CALLING_CANCELLED TIMER_A         CALLING_CANCELLED DOUBLE_A, SEND_REQUEST
                CALLING_CANCELLED TIMER_B         TERMINATED        REPORT_TIMEOUT
                CALLING_CANCELLED PROVISIONAL     CANCELLING        START_CANCEL_TIMER, SEND_CANCEL, PASS_RESPONSE
                CALLING_CANCELLED SUCCESS         ACCEPTED          START_M, PASS_RESPONSE
                CALLING_CANCELLED FAILURE         COMPLETED         SEND_ACK, START_D, PASS_RESPONSE
                CALLING_CANCELLED TRANSPORT_ERROR TERMINATED        REPORT_TRANSPORT_ERROR
                PROCEEDING        PROVISIONAL     PROCEEDING        PASS_RESPONSE
                PROCEEDING        SUCCESS         ACCEPTED          START_M, PASS_RESPONSE
                PROCEEDING        FAILURE         COMPLETED         SEND_ACK, START_D, PASS_RESPONSE
                PROCEEDING        CANCEL          CANCELLING        START_CANCEL_TIMER, SEND_CANCEL
                CANCELLING        PROVISIONAL     CANCELLING        PASS_RESPONSE
                CANCELLING        SUCCESS         ACCEPTED          START_M, PASS_RESPONSE
                CANCELLING        FAILURE         COMPLETED         SEND_ACK, START_D, PASS_RESPONSE
                CANCELLING        TIMER_CANCEL    TERMINATED        REPORT_TIMEOUT
                COMPLETED         FAILURE         COMPLETED         SEND_ACK
                COMPLETED         TIMER_D         TERMINATED
                ACCEPTED          SUCCESS         ACCEPTED          PASS_RESPONSE
                ACCEPTED          TIMER_M         TERMINATED
                """, InviteClientMachine.State.values(), InviteClientMachine.Event.values(), InviteClientMachine::step);
    }

    /** RFC 3261 figure 6. */
    @Test
    void nonInviteClient() {
        check(
                """
                TRYING     START           TRYING     START_E_AND_F, SEND_REQUEST
                TRYING     TIMER_E         TRYING     DOUBLE_E, SEND_REQUEST
                TRYING     TIMER_F         TERMINATED REPORT_TIMEOUT
                TRYING     PROVISIONAL     PROCEEDING PASS_RESPONSE
                TRYING     FINAL           COMPLETED  START_K, PASS_RESPONSE
                TRYING     TRANSPORT_ERROR TERMINATED REPORT_TRANSPORT_ERROR
                PROCEEDING TIMER_E         PROCEEDING SLOW_E, SEND_REQUEST
                PROCEEDING TIMER_F         TERMINATED REPORT_TIMEOUT
                PROCEEDING PROVISIONAL     PROCEEDING PASS_RESPONSE
                PROCEEDING FINAL           COMPLETED  START_K, PASS_RESPONSE
                PROCEEDING TRANSPORT_ERROR TERMINATED REPORT_TRANSPORT_ERROR
                COMPLETED  TIMER_K         TERMINATED
                """,
                NonInviteClientMachine.State.values(),
                NonInviteClientMachine.Event.values(),
                NonInviteClientMachine::step);
    }

    /** RFC 3261 figure 7 with RFC 6026 figure 6. */
    @Test
    void inviteServer() {
        check("""
                PROCEEDING TIMER_TRYING    PROCEEDING SEND_TRYING
                PROCEEDING INVITE          PROCEEDING RESEND
                PROCEEDING PROVISIONAL     PROCEEDING STOP_TRYING, SEND_RESPONSE
                PROCEEDING SUCCESS         ACCEPTED   START_L, SEND_RESPONSE
                PROCEEDING FAILURE         COMPLETED  START_G_AND_H, SEND_RESPONSE
                COMPLETED  INVITE          COMPLETED  RESEND
                COMPLETED  TIMER_G         COMPLETED  DOUBLE_G, RESEND
                COMPLETED  ACK             CONFIRMED  START_I
                COMPLETED  TIMER_H         TERMINATED REPORT_FAILURE
                COMPLETED  TRANSPORT_ERROR COMPLETED  REPORT_FAILURE
                CONFIRMED  TIMER_I         TERMINATED
                ACCEPTED   ACK             ACCEPTED   PASS_ACK
                ACCEPTED   SUCCESS         ACCEPTED   SEND_RESPONSE
                ACCEPTED   TIMER_L         TERMINATED
                ACCEPTED   TRANSPORT_ERROR ACCEPTED   REPORT_FAILURE
                """, InviteServerMachine.State.values(), InviteServerMachine.Event.values(), InviteServerMachine::step);
    }

    /** RFC 3261 figure 8 with RFC 4320 section 4.2. */
    @Test
    void nonInviteServer() {
        check(
                """
                TRYING     PROVISIONAL     PROCEEDING SEND_RESPONSE
                TRYING     FINAL           COMPLETED  START_J, SEND_RESPONSE
                TRYING     TIMER_F         TERMINATED REPORT_FAILURE
                PROCEEDING REQUEST         PROCEEDING RESEND
                PROCEEDING PROVISIONAL     PROCEEDING SEND_RESPONSE
                PROCEEDING FINAL           COMPLETED  START_J, SEND_RESPONSE
                PROCEEDING TIMER_F         TERMINATED REPORT_FAILURE
                COMPLETED  REQUEST         COMPLETED  RESEND
                COMPLETED  TIMER_J         TERMINATED
                COMPLETED  TRANSPORT_ERROR TERMINATED REPORT_FAILURE
                """,
                NonInviteServerMachine.State.values(),
                NonInviteServerMachine.Event.values(),
                NonInviteServerMachine::step);
    }

    @Test
    void secondRowForAPairIsRefused() {
        Table<NonInviteClientMachine.State, NonInviteClientMachine.Event, NonInviteClientMachine.Effect> table =
                new Table<>(NonInviteClientMachine.State.values(), NonInviteClientMachine.Event.values());
        table.row(
                NonInviteClientMachine.State.TRYING,
                NonInviteClientMachine.Event.FINAL,
                NonInviteClientMachine.State.COMPLETED);
        assertThatThrownBy(() -> table.row(
                        NonInviteClientMachine.State.TRYING,
                        NonInviteClientMachine.Event.FINAL,
                        NonInviteClientMachine.State.TERMINATED))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("TRYING");
    }

    private static <S extends Enum<S>, V extends Enum<V>, F> void check(
            String table, S[] states, V[] events, BiFunction<S, V, Table.Step<S, F>> machine) {
        Map<String, String> expected = new HashMap<>();
        for (String line : table.lines().toList()) {
            String[] cells = line.trim().split("\\s+", 4);
            expected.put(cells[0] + " " + cells[1], cells[2] + " [" + (cells.length < 4 ? "" : cells[3]) + "]");
        }
        int rows = 0;
        for (S state : states) {
            for (V event : events) {
                String pair = state + " " + event;
                Table.Step<S, F> step = machine.apply(state, event);
                assertThat(step.next() + " " + step.effects())
                        .describedAs(pair)
                        .isEqualTo(expected.getOrDefault(pair, state + " []"));
                assertThat(machine.apply(state, event)).describedAs("made once").isSameAs(step);
                rows += expected.containsKey(pair) ? 1 : 0;
            }
        }
        assertThat(rows).describedAs("rows that exist").isEqualTo(expected.size());
    }
}
