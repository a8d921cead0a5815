package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.call.EscalationState.Phase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EscalationMachineTest {
    private EscalationState state = EscalationState.begin(0, 1, false, true);

    private List<EscalationEffect> fire(EscalationEvent... events) {
        List<EscalationEffect> effects = new ArrayList<>();
        for (EscalationEvent event : events) {
            EscalationMachine.Step step = EscalationMachine.step(state, event);
            state = step.next();
            effects.addAll(step.effects());
        }
        return effects;
    }

    private void mixed() {
        fire(new EscalationEvent.Ready(0), new EscalationEvent.Ready(1));
        fire(new EscalationEvent.In(0), new EscalationEvent.In(1));
        assertThat(state.phase()).isEqualTo(Phase.MIXED);
    }

    private void three() {
        mixed();
        fire(new EscalationEvent.Called(-2), new EscalationEvent.Came(5, true), new EscalationEvent.Settled(-2));
    }

    @Test
    void bothAreInvitedTogetherOnceBothOffersAreThere() {
        assertThat(fire(new EscalationEvent.Ready(1))).isEmpty();
        assertThat(fire(new EscalationEvent.Ready(0)))
                .containsExactly(new EscalationEffect.Invite(0), new EscalationEffect.Invite(1));
        assertThat(fire(new EscalationEvent.In(1))).isEmpty();
        assertThat(fire(new EscalationEvent.In(0))).containsExactly(new EscalationEffect.TellMixed());
    }

    @Test
    void whoWasMovedIsBroughtBackWhenTheOtherRefuses() {
        fire(new EscalationEvent.Ready(0), new EscalationEvent.Ready(1), new EscalationEvent.In(1));
        assertThat(fire(new EscalationEvent.Failed(0, 488, false))).containsExactly(new EscalationEffect.Join(1, 0));
        assertThat(fire(new EscalationEvent.Joined()))
                .containsExactly(new EscalationEffect.GoOn(0, 1), new EscalationEffect.TellFailed(488));
    }

    @Test
    void nobodyIsInvitedOnceMoreWhenBothRefuse() {
        fire(new EscalationEvent.Ready(0), new EscalationEvent.Ready(1));
        assertThat(fire(new EscalationEvent.Failed(0, 488, false))).containsExactly(new EscalationEffect.Hurry(1));
        assertThat(fire(new EscalationEvent.Failed(1, 487, false)))
                .containsExactly(new EscalationEffect.GoOn(0, 1), new EscalationEffect.TellFailed(487));
    }

    @Test
    void aRoomThatCannotBeHadChangesNothing() {
        fire(new EscalationEvent.Ready(0));
        assertThat(fire(new EscalationEvent.Failed(1, 503, false)))
                .containsExactly(
                        new EscalationEffect.StopMoving(),
                        new EscalationEffect.GoOn(0, 1),
                        new EscalationEffect.TellFailed(503));
    }

    /** RFC 3261 section 12.2.1.2: nothing is sent to a dialog that is lost. */
    @Test
    void aLostDialogEndsTheCall() {
        fire(new EscalationEvent.Ready(0), new EscalationEvent.Ready(1), new EscalationEvent.In(1));
        assertThat(fire(new EscalationEvent.Failed(0, 408, false))).isEmpty();
        assertThat(fire(new EscalationEvent.Gone(0)))
                .contains(new EscalationEffect.HangUp(1, ""), new EscalationEffect.Close(0));
    }

    @Test
    void twoGoBackWhenTheThirdIsNotReached() {
        mixed();
        fire(new EscalationEvent.Called(-2));
        assertThat(fire(new EscalationEvent.Settled(-2))).containsExactly(new EscalationEffect.Join(0, 1));
        assertThat(fire(new EscalationEvent.Joined())).containsExactly(new EscalationEffect.GoOn(0, 1));
    }

    @Test
    void twoStayIfTheSettingOrTheRecordingWantsIt() {
        state = EscalationState.begin(0, 1, false, false);
        mixed();
        fire(new EscalationEvent.Called(-2));
        assertThat(fire(new EscalationEvent.Settled(-2))).isEmpty();
        state = EscalationState.begin(0, 1, true, true);
        three();
        assertThat(fire(new EscalationEvent.Gone(5))).isEmpty();
        assertThat(fire(new EscalationEvent.Kept(false))).containsExactly(new EscalationEffect.Join(0, 1));
    }

    @Test
    void anyTwoOfThreeGoBack() {
        three();
        assertThat(fire(new EscalationEvent.Gone(0))).containsExactly(new EscalationEffect.Join(1, 5));
        assertThat(fire(new EscalationEvent.Joined())).containsExactly(new EscalationEffect.GoOn(1, 5));
    }

    @Test
    void twoWhoCannotGoBackStayInTheRoom() {
        three();
        fire(new EscalationEvent.Gone(5));
        assertThat(fire(new EscalationEvent.JoinFailed(true))).containsExactly(new EscalationEffect.Move(0));
        assertThat(fire(new EscalationEvent.In(0))).isEmpty();
        assertThat(state.phase()).isEqualTo(Phase.MIXED);
        fire(new EscalationEvent.Came(6, true));
        assertThat(fire(new EscalationEvent.Gone(6))).as("tried again").contains(new EscalationEffect.Join(0, 1));
    }

    @Test
    void whoComesWhileTwoGoBackIsNotLeftAlone() {
        three();
        fire(new EscalationEvent.Gone(5));
        assertThat(fire(new EscalationEvent.Called(-3)))
                .containsExactly(
                        new EscalationEffect.StopJoining(), new EscalationEffect.Move(0), new EscalationEffect.Move(1));
        fire(new EscalationEvent.In(0), new EscalationEvent.In(1), new EscalationEvent.Came(7, true));
        assertThat(fire(new EscalationEvent.Settled(-3))).isEmpty();
        assertThat(state.there()).containsExactly(0, 1, 7);
    }

    @Test
    void whoIsLeftAloneIsHungUpUnlessSomebodyIsCalled() {
        mixed();
        fire(new EscalationEvent.Called(-2));
        assertThat(fire(new EscalationEvent.Gone(1))).isEmpty();
        assertThat(fire(new EscalationEvent.Settled(-2)))
                .contains(new EscalationEffect.HangUp(0, ""), new EscalationEffect.Close(-1));
    }

    @Test
    void visitorsAreNotJoinedWithWhoCouldNotCome() {
        fire(new EscalationEvent.Ready(0), new EscalationEvent.Ready(1));
        fire(new EscalationEvent.Came(-2, false), new EscalationEvent.Failed(0, 408, false));
        fire(new EscalationEvent.Failed(1, 488, false));
        assertThat(fire(new EscalationEvent.Gone(0)))
                .contains(new EscalationEffect.HangUp(1, ""), new EscalationEffect.TellFailed(487))
                .doesNotContain(new EscalationEffect.Join(-2, 1));
        assertThat(state.phase()).isEqualTo(Phase.OVER);
    }

    @Test
    void whoIsBroughtBackIsNotLeftWaitingWhenTheOtherGoes() {
        fire(new EscalationEvent.Ready(0), new EscalationEvent.Ready(1), new EscalationEvent.Came(-2, false));
        fire(new EscalationEvent.In(1));
        assertThat(fire(new EscalationEvent.Failed(0, 488, false))).containsExactly(new EscalationEffect.Join(1, 0));
        assertThat(fire(new EscalationEvent.Gone(0)))
                .contains(new EscalationEffect.HangUp(1, ""), new EscalationEffect.Close(0));
    }

    @Test
    void visitorsKeepTheRoomAndStayInItWhenTheCallIsOver() {
        mixed();
        fire(new EscalationEvent.Came(-2, false));
        assertThat(fire(new EscalationEvent.Gone(0)))
                .as("one of another call remains")
                .isEmpty();
        assertThat(fire(new EscalationEvent.Gone(1)))
                .containsExactly(
                        new EscalationEffect.StopMoving(),
                        new EscalationEffect.StopJoining(),
                        new EscalationEffect.StopCalling(),
                        new EscalationEffect.Close(1));
    }
}
