package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.call.TransferEffect.Role;
import io.switchboard.sip.call.TransferState.Phase;
import io.switchboard.sip.call.TransferState.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TransferMachineTest {
    private static final List<TransferState> BEGINNINGS =
            List.of(TransferState.BLIND, TransferState.ATTENDED, TransferState.RINGING);

    private TransferState state = TransferState.BLIND;

    private List<TransferEffect> fire(TransferEvent event) {
        TransferMachine.Step step = TransferMachine.step(state, event);
        state = step.next();
        return step.effects();
    }

    private static TransferEffect.HangUp hangUp(Role who) {
        return new TransferEffect.HangUp(who, "");
    }

    /** RFC 3515 section 2.4.5. */
    @Test
    void theTransferorIsToldAndLetGoWhenTheOthersAreJoined() {
        assertThat(fire(new TransferEvent.Ringing())).containsExactly(new TransferEffect.Report(180));
        assertThat(fire(new TransferEvent.Answered())).containsExactly(new TransferEffect.Join());
        assertThat(fire(new TransferEvent.Joined()))
                .containsExactly(new TransferEffect.Conclude(200), new TransferEffect.Take(), hangUp(Role.TRANSFEROR));
        assertThat(state.phase()).isEqualTo(Phase.OVER);
    }

    @Test
    void aFailureGivesTheOldCallBack() {
        assertThat(fire(new TransferEvent.TargetFailed(486)))
                .containsExactly(new TransferEffect.Conclude(486), new TransferEffect.GoOn());
    }

    @Test
    void withoutTransferorAFailureEndsTheCallWithItsReason() {
        assertThat(fire(new TransferEvent.TransferorGone())).isEmpty();
        assertThat(fire(new TransferEvent.TargetFailed(486)))
                .containsExactly(
                        new TransferEffect.Conclude(486),
                        new TransferEffect.HangUp(Role.TRANSFEREE, "SIP;cause=486;text=\"Transfer failed\""),
                        new TransferEffect.Close(null));
    }

    @Test
    void aTransfereeThatHangsUpEndsWhatIsDialled() {
        assertThat(fire(new TransferEvent.TransfereeGone()))
                .containsExactly(
                        new TransferEffect.StopDialling(),
                        new TransferEffect.Conclude(487),
                        hangUp(Role.TRANSFEROR),
                        new TransferEffect.Close(Role.TRANSFEREE));
    }

    /** Its media was taken from the transferee already. */
    @Test
    void aTargetThatVanishesIsFollowedByTheTransferor() {
        fire(new TransferEvent.Answered());
        assertThat(fire(new TransferEvent.TargetGone(true)))
                .containsExactly(
                        new TransferEffect.StopJoining(),
                        new TransferEffect.Conclude(480),
                        new TransferEffect.Restore());
        assertThat(fire(new TransferEvent.Joined())).containsExactly(new TransferEffect.GoOn());
    }

    /** RFC 5589 section 7: the consultation goes on. */
    @Test
    void anAttendedTransferThatFailsLeavesBothCalls() {
        state = TransferState.ATTENDED;
        assertThat(fire(new TransferEvent.JoinFailed(488, false)))
                .containsExactly(
                        new TransferEffect.LeaveTarget(), new TransferEffect.Conclude(488), new TransferEffect.GoOn());
    }

    @Test
    void anAttendedTransferEndsBothLegsOfTheTransferor() {
        state = TransferState.ATTENDED;
        assertThat(fire(new TransferEvent.Joined()))
                .containsExactly(
                        new TransferEffect.Conclude(200),
                        new TransferEffect.Take(),
                        hangUp(Role.TRANSFEROR),
                        hangUp(Role.CONSULTED));
    }

    /** The target knows the transferor's media only, so it cannot stay if the transferee refuses. */
    @Test
    void aTargetThatRangForTheTransferorIsTakenFromThere() {
        state = TransferState.RINGING;
        assertThat(fire(new TransferEvent.Answered()))
                .containsExactly(new TransferEffect.Adopt(), new TransferEffect.Join());
        assertThat(fire(new TransferEvent.JoinFailed(488, false)))
                .containsExactly(hangUp(Role.TARGET), new TransferEffect.Conclude(488), new TransferEffect.GoOn());
    }

    @Test
    void aTransferorThatWantsTheTransfereeBackHasIt() {
        assertThat(fire(new TransferEvent.TakenBack()))
                .containsExactly(
                        new TransferEffect.StopDialling(), new TransferEffect.Conclude(487), new TransferEffect.GoOn());
    }

    /** Any order of events. */
    @Test
    void whateverHappensNobodyIsLostAndTheReportIsOne() {
        for (long seed = 0; seed < 20_000; seed++) {
            walk(new Random(seed), "seed " + seed);
        }
    }

    private void walk(Random random, String name) {
        state = BEGINNINGS.get(random.nextInt(BEGINNINGS.size()));
        boolean attended = state.target() == Target.CONSULTED;
        boolean transferor = true;
        boolean transferee = true;
        boolean target = attended;
        boolean aborted = false;
        List<TransferEffect> all = new ArrayList<>();
        for (int i = 0; i < 40 && state.phase() != Phase.OVER; i++) {
            TransferEvent event = random(random);
            boolean first = switch (event) {
                case TransferEvent.TransferorGone e -> transferor;
                case TransferEvent.TransfereeGone e -> transferee;
                case TransferEvent.TargetGone e -> target;
                default -> true;
            };
            if (!first) {
                continue; // nobody goes twice
            }
            transferor &= !(event instanceof TransferEvent.TransferorGone);
            transferee &= !(event instanceof TransferEvent.TransfereeGone);
            target &= !(event instanceof TransferEvent.TargetGone);
            target |= event instanceof TransferEvent.Answered && state.phase() == Phase.DIALLING;
            aborted |= event instanceof TransferEvent.Aborted;
            all.addAll(fire(event));
        }
        if (state.phase() != Phase.OVER) {
            all.addAll(fire(new TransferEvent.TransfereeGone()));
            transferee = false;
        }
        String what = name + ": " + all;
        assertThat(state.phase()).as(what).isEqualTo(Phase.OVER);
        assertThat(all.stream().filter(e -> e instanceof TransferEffect.Conclude))
                .as(what)
                .hasSize(1);
        assertThat(all.stream()
                        .filter(e -> e instanceof TransferEffect.Take
                                || e instanceof TransferEffect.GoOn
                                || e instanceof TransferEffect.Close))
                .as(what)
                .hasSize(1);
        boolean taken = all.contains(new TransferEffect.Take());
        boolean goesOn = all.contains(new TransferEffect.GoOn());
        for (Role role : Role.values()) {
            long hungUp = all.stream()
                    .filter(e -> e instanceof TransferEffect.HangUp h && h.who() == role)
                    .count();
            assertThat(hungUp).as(what).isLessThanOrEqualTo(1);
        }
        if (taken || !goesOn) {
            assertThat(hungUp(all, Role.TRANSFEROR)).as(what).isEqualTo(transferor);
        }
        if (!taken && !goesOn) {
            assertThat(hungUp(all, Role.TRANSFEREE)).as(what).isEqualTo(transferee);
            assertThat(transferee && transferor && !aborted).as(what).isFalse();
        }
        if (!taken && all.contains(new TransferEffect.HangUp(Role.TARGET, "")) && state.target() == Target.ABANDONED) {
            assertThat(all).as(what).contains(new TransferEffect.CloseConsultation());
        }
        if (!taken && target) {
            assertThat(hungUp(all, Role.TARGET) || all.contains(new TransferEffect.LeaveTarget()))
                    .as(what)
                    .isTrue();
        }
    }

    private static boolean hungUp(List<TransferEffect> all, Role role) {
        return all.stream().anyMatch(e -> e instanceof TransferEffect.HangUp h && h.who() == role);
    }

    private static TransferEvent random(Random random) {
        return switch (random.nextInt(13)) {
            case 12 -> new TransferEvent.TakenBack();
            case 0 -> new TransferEvent.Ringing();
            case 1, 2 -> new TransferEvent.Answered();
            case 3 -> new TransferEvent.TargetFailed(486);
            case 4 -> new TransferEvent.TransferorGone();
            case 5 -> new TransferEvent.TransfereeGone();
            case 6 -> new TransferEvent.TargetGone(random.nextBoolean());
            case 7 -> new TransferEvent.ConsultationGone();
            case 8, 9 -> new TransferEvent.Joined();
            case 10 -> new TransferEvent.JoinFailed(random.nextBoolean() ? 408 : 488, random.nextBoolean());
            default -> new TransferEvent.Aborted("");
        };
    }
}
