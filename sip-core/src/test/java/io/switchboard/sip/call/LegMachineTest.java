package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.call.LegMachine.Step;
import io.switchboard.sip.call.LegState.Phase;
import io.switchboard.sip.call.LegState.Uac;
import io.switchboard.sip.call.LegState.Uas;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LegMachineTest {
    private LegState state = LegState.OUTBOUND;

    private List<LegEffect> fire(LegEvent... events) {
        List<LegEffect> effects = new ArrayList<>();
        for (LegEvent event : events) {
            Step step = LegMachine.step(state, event);
            state = step.next();
            effects.addAll(step.effects());
        }
        return effects;
    }

    /** RFC 3261 section 9.1. */
    @Test
    void twoHundredThatCrossesOurCancelIsAcknowledgedAndEnded() {
        assertThat(fire(LegEvent.HANG_UP)).containsExactly(LegEffect.SEND_CANCEL);
        assertThat(fire(LegEvent.SUCCESS_IN)).containsExactly(LegEffect.SEND_ACK, LegEffect.SEND_BYE);
        assertThat(fire(LegEvent.BYE_DONE)).containsExactly(LegEffect.RELEASE);
    }

    /** RFC 3261 section 15: the callee does not send BYE before the ACK or its time-out. */
    @Test
    void byeWaitsForTheAckOfOurTwoHundred() {
        state = LegState.INBOUND;
        assertThat(fire(LegEvent.ACCEPT)).containsExactly(LegEffect.SEND_2XX);
        assertThat(fire(LegEvent.HANG_UP)).isEmpty();
        assertThat(fire(LegEvent.ACK_IN)).containsExactly(LegEffect.STOP_2XX, LegEffect.SEND_BYE);
    }

    /** RFC 3261 section 13.3.1.4. */
    @Test
    void dialogWithoutAckIsEndedWithBye() {
        state = LegState.INBOUND;
        fire(LegEvent.ACCEPT);
        assertThat(fire(LegEvent.ACK_TIMEOUT))
                .containsExactly(LegEffect.STOP_2XX, LegEffect.SEND_BYE, LegEffect.TELL_GONE);
    }

    /** RFC 3261 section 15.1.2. */
    @Test
    void byeRefusesThePendingReInvite() {
        state = new LegState(Phase.UP, Uas.PENDING, Uac.NONE, false);
        assertThat(fire(LegEvent.BYE_IN))
                .containsExactly(LegEffect.ANSWER_BYE, LegEffect.SEND_487, LegEffect.TELL_GONE, LegEffect.RELEASE);
    }

    @Test
    void byesThatCrossAreBothAnswered() {
        state = new LegState(Phase.UP, Uas.NONE, Uac.NONE, false);
        assertThat(fire(LegEvent.HANG_UP)).containsExactly(LegEffect.SEND_BYE);
        assertThat(fire(LegEvent.BYE_IN)).containsExactly(LegEffect.ANSWER_BYE);
        assertThat(fire(LegEvent.BYE_DONE)).containsExactly(LegEffect.RELEASE);
    }

    /** RFC 3261 section 14.2. */
    @Test
    void reInviteAgainstOursIsRefusedWith491AndAgainstItsOwnWith500() {
        state = new LegState(Phase.UP, Uas.NONE, Uac.PENDING, false);
        assertThat(fire(LegEvent.INVITE_IN)).containsExactly(LegEffect.REFUSE_491);
        state = new LegState(Phase.UP, Uas.PENDING, Uac.NONE, false);
        assertThat(fire(LegEvent.INVITE_IN)).containsExactly(LegEffect.REFUSE_500_RETRY);
    }

    @Test
    void answerOfAReInviteIsOwedAnAckEvenAfterTheEnd() {
        state = new LegState(Phase.UP, Uas.NONE, Uac.PENDING, false);
        fire(LegEvent.BYE_IN);
        assertThat(fire(LegEvent.SUCCESS_IN)).containsExactly(LegEffect.SEND_ACK);
    }

    /** RFC 3261 section 9.2: only an INVITE without final response is cancelled. */
    @Test
    void cancelAfterTheAnswerChangesNothing() {
        state = LegState.INBOUND;
        fire(LegEvent.ACCEPT);
        assertThat(fire(LegEvent.CANCEL_IN)).isEmpty();
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
        state = random.nextBoolean() ? LegState.INBOUND : LegState.OUTBOUND;
        Ledger ledger = new Ledger(state, "seed " + seed);
        LegEvent[] events = LegEvent.values();
        int length = random.nextInt(30);
        for (int i = 0; i < length; i++) {
            ledger.fire(events[random.nextInt(events.length)]);
        }
        // Then the world does what it always does: the call lets go, and every exchange comes to its end.
        ledger.fire(LegEvent.HANG_UP);
        for (int i = 0; i < 3; i++) {
            ledger.fire(LegEvent.ACK_TIMEOUT);
            ledger.fire(LegEvent.FAILURE_IN);
            ledger.fire(LegEvent.BYE_DONE);
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

        Ledger(LegState start, String name) {
            this.name = name;
            this.invitesOpen = start.uas() == Uas.PENDING ? 1 : 0;
        }

        void fire(LegEvent event) {
            // The transaction layer delivers a final response only to an INVITE that is open.
            if ((event == LegEvent.SUCCESS_IN || event == LegEvent.FAILURE_IN)
                    && state.uac() != Uac.PENDING
                    && state.uac() != Uac.CANCELLING) {
                return;
            }
            successes += event == LegEvent.SUCCESS_IN ? 1 : 0;
            Step step = LegMachine.step(state, event);
            boolean accepted = state.uas() == Uas.ACCEPTED;
            state = step.next();
            for (LegEffect effect : step.effects()) {
                count(effect, accepted && event != LegEvent.ACK_IN && event != LegEvent.ACK_TIMEOUT);
            }
        }

        private void count(LegEffect effect, boolean ackAwaited) {
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
