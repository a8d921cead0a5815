package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.call.TakeoverMachine.Effect;
import io.switchboard.sip.call.TakeoverMachine.Event;
import io.switchboard.sip.call.TakeoverMachine.State;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TakeoverMachineTest {
    private static final List<Event> EVENTS = List.copyOf(EnumSet.allOf(Event.class));

    private State state = State.ASKED;

    private List<Effect> fire(Event event) {
        TakeoverMachine.Step step = TakeoverMachine.step(state, event);
        state = step.next();
        return step.effects();
    }

    /** RFC 3891 section 3. */
    @Test
    void theOldSideIsHungUpOnceTheNewOneIsTaken() {
        assertThat(fire(Event.ANSWERED)).containsExactly(Effect.TAKE, Effect.HANG_UP_OLD);
    }

    @Test
    void aRefusalLeavesTheCallAsItWas() {
        assertThat(fire(Event.REFUSED)).containsExactly(Effect.REFUSE_CALLER, Effect.GO_ON);
    }

    @Test
    void theOldSideMayHangUpFirst() {
        assertThat(fire(Event.OLD_GONE)).isEmpty();
        assertThat(fire(Event.ANSWERED)).containsExactly(Effect.TAKE);
    }

    @Test
    void aCallerWhoGivesUpWithdrawsTheOffer() {
        assertThat(fire(Event.CALLER_GONE)).containsExactly(Effect.WITHDRAW, Effect.GO_ON);
    }

    /** Whatever the order, everybody who is left talks or is hung up, once. */
    @Test
    void nobodyIsLeftAlone() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            state = State.ASKED;
            Set<Event> happened = EnumSet.noneOf(Event.class);
            List<Effect> all = new ArrayList<>();
            while (state != State.OVER) {
                Event event = EVENTS.get(random.nextInt(EVENTS.size()));
                if (happened.add(event)) {
                    all.addAll(fire(event));
                }
            }
            String what = "seed " + seed + ": " + happened + " " + all;
            boolean taken = all.contains(Effect.TAKE);
            boolean goesOn = all.contains(Effect.GO_ON);
            assertThat(all).as(what).doesNotHaveDuplicates();
            assertThat(EnumSet.of(taken ? Effect.TAKE : goesOn ? Effect.GO_ON : Effect.CLOSE_OLD))
                    .as(what)
                    .allMatch(all::contains);
            assertThat(all.contains(Effect.REFUSE_CALLER))
                    .as(what)
                    .isEqualTo(!taken && !happened.contains(Event.CALLER_GONE));
            assertThat(all.contains(Effect.HANG_UP_OLD))
                    .as(what)
                    .isEqualTo(!goesOn && !happened.contains(Event.OLD_GONE));
            assertThat(all.contains(Effect.HANG_UP_OTHER))
                    .as(what)
                    .isEqualTo(!taken && !goesOn && !happened.contains(Event.OTHER_GONE));
        }
    }
}
