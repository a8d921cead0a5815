package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.call.PickupMachine.Effect;
import io.switchboard.sip.call.PickupMachine.Event;
import io.switchboard.sip.call.PickupMachine.State;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class PickupMachineTest {
    @Test
    void theSecondIsAnsweredOnceTheFirstHasAcknowledged() {
        PickupMachine.Step step = PickupMachine.step(State.ANSWERING, Event.ACKNOWLEDGED);
        assertThat(step.effects()).containsExactly(Effect.ANSWER_SECOND, Effect.TAKE);
    }

    /** Whoever is still there is hung up, and the call is closed once. */
    @Test
    void nobodyIsLeftAlone() {
        for (Event event : EnumSet.complementOf(EnumSet.of(Event.ACKNOWLEDGED))) {
            PickupMachine.Step step = PickupMachine.step(State.ANSWERING, event);
            assertThat(step.next()).isEqualTo(State.OVER);
            assertThat(step.effects().contains(Effect.HANG_UP_CALLER))
                    .as("%s", event)
                    .isEqualTo(event != Event.CALLER_GONE);
            assertThat(step.effects().contains(Effect.HANG_UP_PICKER))
                    .as("%s", event)
                    .isEqualTo(event != Event.PICKER_GONE);
            assertThat(step.effects().stream()
                            .filter(EnumSet.of(Effect.CLOSE, Effect.CLOSE_BY_CALLER, Effect.CLOSE_BY_PICKER)::contains))
                    .as("%s", event)
                    .hasSize(1);
        }
    }

    @Test
    void nothingFollowsTheEnd() {
        for (Event event : Event.values()) {
            assertThat(PickupMachine.step(State.OVER, event).effects()).isEmpty();
        }
    }
}
