package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.call.JoinMachine.Effect;
import io.switchboard.sip.call.JoinMachine.Event;
import io.switchboard.sip.call.JoinState.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JoinMachineTest {
    private JoinState state = JoinState.BEGIN;

    private List<Effect> fire(Event event) {
        JoinMachine.Step step = JoinMachine.step(state, event);
        state = step.next();
        return step.effects();
    }

    /** RFC 3725 section 4: the first leg's ACK carries the second one's answer. */
    @Test
    void offerAndAnswerGoThrough() {
        assertThat(fire(Event.GO)).containsExactly(Effect.ASK);
        assertThat(fire(Event.OFFER)).containsExactly(Effect.SHOW_OFFER);
        assertThat(fire(Event.ANSWER)).containsExactly(Effect.ACK_SECOND, Effect.ACK_FIRST, Effect.TELL_JOINED);
    }

    /** RFC 3261 section 14.1. */
    @Test
    void glareIsWaitedForButNotForEver() {
        fire(Event.GO);
        for (int i = 0; i < JoinMachine.MOST_TRIES; i++) {
            assertThat(fire(Event.GLARE)).containsExactly(Effect.WAIT);
            assertThat(fire(Event.GO)).containsExactly(Effect.ASK);
        }
        assertThat(fire(Event.GLARE)).containsExactly(Effect.TELL_FAILED);
    }

    @Test
    void anOfferThatNobodyWantsIsAcknowledged() {
        fire(Event.GO);
        fire(Event.OFFER);
        assertThat(fire(Event.REFUSED)).containsExactly(Effect.ACK_FIRST, Effect.TELL_DISTURBED);
    }

    @Test
    void whatComesAfterTheEndIsAcknowledged() {
        fire(Event.GO);
        assertThat(fire(Event.ABANDON)).isEmpty();
        assertThat(fire(Event.OFFER)).containsExactly(Effect.ACK_FIRST);
    }

    /** Whatever the legs do, every 2xx has its ACK and the end is told at most once. */
    @Test
    void every2xxIsAcknowledgedOnce() {
        for (long seed = 0; seed < 20_000; seed++) {
            walk(new Random(seed), "seed " + seed);
        }
    }

    private void walk(Random random, String name) {
        state = JoinState.BEGIN;
        List<Effect> all = new ArrayList<>(fire(Event.GO));
        boolean asked = true;
        boolean shown = false;
        int offers = 0;
        int answers = 0;
        for (int i = 0; i < 60; i++) {
            Event event;
            int dice = random.nextInt(10);
            if (dice == 0) {
                event = Event.ABANDON;
            } else if (asked) {
                asked = false;
                event = dice < 4 ? Event.GLARE : dice < 5 ? Event.REFUSED : dice < 6 ? Event.NO_OFFER : Event.OFFER;
                offers += event == Event.OFFER || event == Event.NO_OFFER ? 1 : 0;
            } else if (shown) {
                shown = false;
                event = dice < 4 ? Event.GLARE : dice < 5 ? Event.REFUSED : Event.ANSWER;
                answers += event == Event.ANSWER ? 1 : 0;
            } else if (state.phase() == Phase.ASKING || state.phase() == Phase.OFFERING) {
                event = Event.GO;
            } else {
                break;
            }
            List<Effect> effects = fire(event);
            asked |= effects.contains(Effect.ASK);
            shown |= effects.contains(Effect.SHOW_OFFER);
            all.addAll(effects);
        }
        String what = name + ": " + all;
        if (state.phase() == Phase.OVER && !asked && !shown) {
            assertThat(all.stream().filter(e -> e == Effect.ACK_FIRST)).as(what).hasSize(offers);
            assertThat(all.stream().filter(e -> e == Effect.ACK_SECOND))
                    .as(what)
                    .hasSize(answers);
        }
        assertThat(all.stream()
                        .filter(e -> e == Effect.TELL_JOINED || e == Effect.TELL_FAILED || e == Effect.TELL_DISTURBED))
                .as(what)
                .hasSizeLessThanOrEqualTo(1);
    }
}
