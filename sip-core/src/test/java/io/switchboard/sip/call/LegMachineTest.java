package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.call.LegMachine.Effect;
import io.switchboard.sip.call.LegMachine.Event;
import io.switchboard.sip.call.LegMachine.Phase;
import io.switchboard.sip.call.LegMachine.State;
import io.switchboard.sip.call.LegMachine.Step;
import io.switchboard.sip.call.LegMachine.Uac;
import io.switchboard.sip.call.LegMachine.Uas;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LegMachineTest {
    private State state = LegMachine.OUTBOUND;

    private List<Effect> fire(Event... events) {
        List<Effect> effects = new ArrayList<>();
        for (Event event : events) {
            Step step = LegMachine.step(state, event);
            state = step.next();
            effects.addAll(step.effects());
        }
        return effects;
    }

    /** RFC 3261 section 9.1. */
    @Test
    void twoHundredThatCrossesOurCancelIsAcknowledgedAndEnded() {
        assertThat(fire(Event.HANG_UP)).containsExactly(Effect.SEND_CANCEL);
        assertThat(fire(Event.SUCCESS_IN)).containsExactly(Effect.SEND_ACK, Effect.SEND_BYE);
        assertThat(fire(Event.BYE_DONE)).containsExactly(Effect.RELEASE);
    }

    /** RFC 3261 section 15: the callee does not send BYE before the ACK or its time-out. */
    @Test
    void byeWaitsForTheAckOfOurTwoHundred() {
        state = LegMachine.INBOUND;
        assertThat(fire(Event.ACCEPT)).containsExactly(Effect.SEND_2XX);
        assertThat(fire(Event.HANG_UP)).isEmpty();
        assertThat(fire(Event.ACK_IN)).containsExactly(Effect.STOP_2XX, Effect.SEND_BYE);
    }

    /** RFC 3261 section 13.3.1.4. */
    @Test
    void dialogWithoutAckIsEndedWithBye() {
        state = LegMachine.INBOUND;
        fire(Event.ACCEPT);
        assertThat(fire(Event.ACK_TIMEOUT)).containsExactly(Effect.STOP_2XX, Effect.SEND_BYE, Effect.TELL_GONE);
    }

    /** RFC 3261 section 15.1.2. */
    @Test
    void byeRefusesThePendingReInvite() {
        state = new State(Phase.UP, Uas.PENDING, Uac.NONE, false);
        assertThat(fire(Event.BYE_IN))
                .containsExactly(Effect.ANSWER_BYE, Effect.SEND_487, Effect.TELL_GONE, Effect.RELEASE);
    }

    @Test
    void byesThatCrossAreBothAnswered() {
        state = new State(Phase.UP, Uas.NONE, Uac.NONE, false);
        assertThat(fire(Event.HANG_UP)).containsExactly(Effect.SEND_BYE);
        assertThat(fire(Event.BYE_IN)).containsExactly(Effect.ANSWER_BYE);
        assertThat(fire(Event.BYE_DONE)).containsExactly(Effect.RELEASE);
    }

    /** RFC 3261 section 14.2. */
    @Test
    void reInviteAgainstOursIsRefusedWith491AndAgainstItsOwnWith500() {
        state = new State(Phase.UP, Uas.NONE, Uac.PENDING, false);
        assertThat(fire(Event.INVITE_IN)).containsExactly(Effect.REFUSE_491);
        state = new State(Phase.UP, Uas.PENDING, Uac.NONE, false);
        assertThat(fire(Event.INVITE_IN)).containsExactly(Effect.REFUSE_500_RETRY);
    }

    @Test
    void answerOfAReInviteIsOwedAnAckEvenAfterTheEnd() {
        state = new State(Phase.UP, Uas.NONE, Uac.PENDING, false);
        fire(Event.BYE_IN);
        assertThat(fire(Event.SUCCESS_IN)).containsExactly(Effect.SEND_ACK);
    }

    /** RFC 3261 section 9.2: only an INVITE without final response is cancelled. */
    @Test
    void cancelAfterTheAnswerChangesNothing() {
        state = LegMachine.INBOUND;
        fire(Event.ACCEPT);
        assertThat(fire(Event.CANCEL_IN)).isEmpty();
        assertThat(state.phase()).isEqualTo(Phase.UP);
    }

    /** Whatever happens in whatever order: what is owed is paid exactly once, and the leg ends. */
    @Test
    void everyWalkEndsWithAllDebtsPaid() {
        for (long seed = 0; seed < 20_000; seed++) {
            walk(seed);
        }
    }

    private void walk(long seed) {
        Random random = new Random(seed);
        state = random.nextBoolean() ? LegMachine.INBOUND : LegMachine.OUTBOUND;
        Ledger ledger = new Ledger(state, "seed " + seed);
        Event[] events = Event.values();
        int length = random.nextInt(30);
        for (int i = 0; i < length; i++) {
            ledger.fire(events[random.nextInt(events.length)]);
        }
        // Then the world does what it always does: the call lets go, and every exchange comes to its end.
        ledger.fire(Event.HANG_UP);
        for (int i = 0; i < 3; i++) {
            ledger.fire(Event.ACK_TIMEOUT);
            ledger.fire(Event.FAILURE_IN);
            ledger.fire(Event.BYE_DONE);
        }
        ledger.balance();
    }

    /** Counts what a leg does against what it owes. */
    private final class Ledger {
        private final String name;
        private int invitesOpen;
        private int successes;
        private int acks;
        private int byes;
        private int gone;
        private int released;
        private int repeating;
        private int failedOrAnswered;

        Ledger(State start, String name) {
            this.name = name;
            this.invitesOpen = start.uas() == Uas.PENDING ? 1 : 0;
        }

        void fire(Event event) {
            // The transaction layer delivers a final response only to an INVITE that is open.
            if ((event == Event.SUCCESS_IN || event == Event.FAILURE_IN)
                    && state.uac() != Uac.PENDING
                    && state.uac() != Uac.CANCELLING) {
                return;
            }
            successes += event == Event.SUCCESS_IN ? 1 : 0;
            Step step = LegMachine.step(state, event);
            boolean accepted = state.uas() == Uas.ACCEPTED;
            state = step.next();
            for (Effect effect : step.effects()) {
                count(effect, accepted && event != Event.ACK_IN && event != Event.ACK_TIMEOUT);
            }
        }

        private void count(Effect effect, boolean ackAwaited) {
            switch (effect) {
                case RELAY_INVITE -> invitesOpen++;
                case SEND_2XX -> {
                    invitesOpen--;
                    repeating++;
                }
                case STOP_2XX -> repeating--;
                case SEND_REFUSAL, SEND_487 -> invitesOpen--;
                case SEND_ACK -> acks++;
                case SEND_BYE -> {
                    byes++;
                    assertThat(released).as("%s: BYE after the end", name).isZero();
                    assertThat(ackAwaited && repeating > 0)
                            .as("%s: BYE before the ACK", name)
                            .isFalse();
                }
                case TELL_GONE -> gone++;
                case TELL_FAILED, TELL_ANSWERED -> failedOrAnswered++;
                case RELEASE -> released++;
                default -> {}
            }
            assertThat(invitesOpen).as("%s: INVITE answered twice", name).isNotNegative();
        }

        void balance() {
            assertThat(state.phase()).as("%s: the leg ends", name).isEqualTo(Phase.ENDED);
            assertThat(released).as("%s: released once", name).isEqualTo(1);
            assertThat(invitesOpen)
                    .as("%s: every INVITE has its final response", name)
                    .isZero();
            assertThat(repeating).as("%s: no 2xx is repeated for ever", name).isZero();
            assertThat(acks).as("%s: one ACK for each 2xx", name).isEqualTo(successes);
            assertThat(byes).as("%s: at most one BYE", name).isLessThanOrEqualTo(1);
            assertThat(gone).as("%s: told at most once", name).isLessThanOrEqualTo(1);
            assertThat(failedOrAnswered).as("%s: one outcome of dialling", name).isLessThanOrEqualTo(1);
        }
    }
}
