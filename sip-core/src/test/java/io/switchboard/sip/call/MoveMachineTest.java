package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.call.MoveMachine.Effect;
import io.switchboard.sip.call.MoveMachine.Event;
import io.switchboard.sip.call.MoveMachine.Phase;
import io.switchboard.sip.call.MoveMachine.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MoveMachineTest {
    private static final List<Event> EVENTS = List.of(Event.values());

    private State state = State.BEGIN;

    private List<Effect> fire(Event... events) {
        List<Effect> effects = new ArrayList<>();
        for (Event event : events) {
            MoveMachine.Step step = MoveMachine.step(state, event);
            state = step.next();
            effects.addAll(step.effects());
        }
        return effects;
    }

    @Test
    void aLegIsShownTheOfferAndTheSeatTakesTheAnswer() {
        assertThat(fire(Event.OFFERED)).containsExactly(Effect.TELL_READY);
        assertThat(fire(Event.GO)).containsExactly(Effect.INVITE);
        assertThat(fire(Event.ANSWER)).containsExactly(Effect.ACK, Effect.TAKE);
        assertThat(fire(Event.TAKEN)).containsExactly(Effect.TELL_IN);
    }

    /** RFC 3261 section 14.1. */
    @Test
    void glareIsTriedAgainButNotForEver() {
        fire(Event.OFFERED, Event.GO);
        for (int i = 0; i < MoveMachine.MOST_TRIES; i++) {
            assertThat(fire(Event.GLARE)).containsExactly(Effect.WAIT);
            assertThat(fire(Event.WAITED)).containsExactly(Effect.INVITE);
        }
        assertThat(fire(Event.GLARE)).containsExactly(Effect.TELL_FAILED);
    }

    @Test
    void whoReInvitesMeanwhileHasComeByItself() {
        fire(Event.OFFERED, Event.GO, Event.GLARE);
        assertThat(fire(Event.CAME_BY_ITSELF)).containsExactly(Effect.STOP_WAITING, Effect.TELL_IN);
        assertThat(fire(Event.WAITED)).isEmpty();
    }

    @Test
    void whoTakesTooLongIsCancelledAndItsFinalResponseCounts() {
        fire(Event.OFFERED, Event.GO);
        assertThat(fire(Event.HURRY)).containsExactly(Effect.CANCEL);
        assertThat(fire(Event.REFUSED)).containsExactly(Effect.TELL_FAILED);
        state = new State(Phase.ASKED, 0);
        assertThat(fire(Event.HURRY, Event.ANSWER)).containsExactly(Effect.CANCEL, Effect.ACK, Effect.TAKE);
    }

    @Test
    void anAnswerThatTheSeatCannotUseDisturbs() {
        fire(Event.OFFERED, Event.GO, Event.ANSWER);
        assertThat(fire(Event.NOT_TAKEN)).containsExactly(Effect.TELL_DISTURBED);
    }

    @Test
    void anAnswerThatComesTooLateIsAcknowledged() {
        fire(Event.OFFERED, Event.GO);
        assertThat(fire(Event.ABANDON)).containsExactly(Effect.CANCEL);
        assertThat(fire(Event.ANSWER)).containsExactly(Effect.ACK);
    }

    /** Every 2xx gets its ACK, there is one end, and nothing is sent after it. */
    @Test
    void everyWalkKeepsTheProtocol() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            state = State.BEGIN;
            boolean open = false;
            int ends = 0;
            boolean abandoned = false;
            for (int i = 0; i < 40; i++) {
                Event event = EVENTS.get(random.nextInt(EVENTS.size()));
                boolean possible = switch (event) {
                    case GLARE, ANSWER, NO_ANSWER, REFUSED -> open;
                    case TAKEN, NOT_TAKEN -> state.phase() == Phase.TAKING;
                    default -> true;
                };
                if (!possible) {
                    continue;
                }
                abandoned |= event == Event.ABANDON;
                List<Effect> effects = fire(event);
                if (open && (event == Event.ANSWER || event == Event.NO_ANSWER)) {
                    assertThat(effects).as("seed %s", seed).contains(Effect.ACK);
                } else {
                    assertThat(effects).as("seed %s", seed).doesNotContain(Effect.ACK);
                }
                if (event == Event.GLARE
                        || event == Event.REFUSED
                        || event == Event.ANSWER
                        || event == Event.NO_ANSWER) {
                    open = false;
                }
                if (effects.contains(Effect.INVITE)) {
                    assertThat(open).as("seed %s: one INVITE at a time", seed).isFalse();
                    assertThat(ends).as("seed %s: none after the end", seed).isZero();
                    open = true;
                }
                for (Effect effect : effects) {
                    ends += switch (effect) {
                        case TELL_IN, TELL_FAILED, TELL_DISTURBED -> 1;
                        default -> 0;
                    };
                }
                assertThat(ends).as("seed %s", seed).isLessThanOrEqualTo(1);
                assertThat(state.phase() == Phase.OVER).as("seed %s", seed).isEqualTo(ends == 1 || abandoned);
            }
        }
    }
}
