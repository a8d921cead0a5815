package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.call.CallMachine.Effect;
import io.switchboard.sip.call.CallMachine.Event;
import io.switchboard.sip.call.CallMachine.Phase;
import io.switchboard.sip.call.CallMachine.State;
import io.switchboard.sip.call.CallMachine.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CallMachineTest {
    private static final Destination SOMEONE = new Destination(
            new Party.Trunk("t", false, false, 0, null, user -> false),
            "sip:1@t",
            "sip:1@t",
            ImmutableList.of(),
            ImmutableList.of(),
            null);

    private State state = CallMachine.start(plan(1)).next();

    private static ImmutableList<DialStep> plan(int... branches) {
        ImmutableList.Builder<DialStep> steps = ImmutableList.builder();
        for (int i = 0; i < branches.length; i++) {
            int next = i + 1;
            List<Destination> all = new ArrayList<>();
            for (int b = 0; b < branches[i]; b++) {
                all.add(SOMEONE);
            }
            steps.add(new DialStep(ImmutableList.copyOf(all), 1000, 0, status -> status >= 500 ? next : -1));
        }
        return steps.build();
    }

    private List<Effect> start(int... branches) {
        Step step = CallMachine.start(plan(branches));
        state = step.next();
        return step.effects();
    }

    private List<Effect> fire(Event event) {
        Step step = CallMachine.step(state, event);
        state = step.next();
        return step.effects();
    }

    /** RFC 3261 section 16.7 step 10, RFC 3326 section 2. */
    @Test
    void firstAnswerCancelsTheOthersWithReason() {
        start(3);
        assertThat(fire(new Event.Answered(2)))
                .containsExactly(
                        new Effect.AnswerCaller(2),
                        new Effect.HangUp(1, CallMachine.ELSEWHERE),
                        new Effect.HangUp(3, CallMachine.ELSEWHERE));
    }

    @Test
    void secondAnswerOfALoserIsNotTheCallersBusiness() {
        start(2);
        fire(new Event.Answered(1));
        assertThat(fire(new Event.Answered(2))).isEmpty();
    }

    @Test
    void failoverTriesTheNextStepOnItsStatusesOnly() {
        List<Effect> first = start(1, 1);
        assertThat(first).hasSize(1);
        List<Effect> next = fire(new Event.Failed(1, 503));
        assertThat(next).singleElement().isInstanceOf(Effect.Dial.class);
        assertThat(fire(new Event.Failed(2, 486)))
                .containsExactly(new Effect.RefuseCaller(486, 2, ""), new Effect.Close(2));
    }

    /** RFC 3261 section 16.7 step 5. */
    @Test
    void globalFailureEndsTheSearch() {
        start(2, 1);
        assertThat(fire(new Event.Failed(1, 603)))
                .containsExactly(
                        new Effect.HangUp(2, "SIP;cause=603"),
                        new Effect.RefuseCaller(603, 1, ""),
                        new Effect.Close(1));
    }

    /** RFC 3261 section 16.7 step 6. */
    @Test
    void callerGetsTheBestOfTheRefusals() {
        start(3);
        fire(new Event.Failed(1, 480));
        fire(new Event.Failed(2, 486));
        assertThat(fire(new Event.Failed(3, 408))).contains(new Effect.RefuseCaller(486, 2, ""));
    }

    @Test
    void phoneThatRingsForTooLongIsCancelledAsNotAnswering() {
        start(1);
        fire(new Event.Progress(1));
        assertThat(fire(new Event.StepTimedOut()))
                .containsExactly(
                        new Effect.HangUp(1, CallMachine.NO_ANSWER),
                        new Effect.RefuseCaller(480, 0, CallMachine.NO_ANSWER),
                        new Effect.Close(-1));
    }

    @Test
    void silentDestinationIsATimeOut() {
        start(1);
        assertThat(fire(new Event.StepTimedOut())).contains(new Effect.RefuseCaller(408, 0, ""));
    }

    @Test
    void callerWhoGivesUpCancelsAllWhoRing() {
        start(2);
        assertThat(fire(new Event.Gone(0)))
                .containsExactly(new Effect.HangUp(1, ""), new Effect.HangUp(2, ""), new Effect.Close(0));
    }

    @Test
    void eitherSideEndsTheTalk() {
        fire(new Event.Answered(1));
        State talking = state;
        assertThat(fire(new Event.Gone(0))).containsExactly(new Effect.HangUp(1, ""), new Effect.Close(0));
        state = talking;
        assertThat(fire(new Event.Gone(1))).containsExactly(new Effect.HangUp(0, ""), new Effect.Close(1));
    }

    /** Whatever the order of events: every dialled leg ends, the caller gets one final answer, one record is closed. */
    @Test
    void everyWalkEndsOnBothSides() {
        for (long seed = 0; seed < 20_000; seed++) {
            walk(new Random(seed), "seed " + seed);
        }
    }

    private void walk(Random random, String name) {
        Ledger ledger = new Ledger(name);
        int[] steps = new int[1 + random.nextInt(3)];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = 1 + random.nextInt(3);
        }
        Step first = CallMachine.start(plan(steps));
        state = first.next();
        first.effects().forEach(ledger::count);
        for (int i = 0; i < 40 && state.phase() != Phase.OVER; i++) {
            Event event = ledger.random(random);
            List<Effect> effects = fire(event);
            ledger.happened(event);
            effects.forEach(ledger::count);
        }
        if (state.phase() != Phase.OVER) {
            fire(new Event.Abort(503, "")).forEach(ledger::count);
        }
        ledger.balance();
    }

    /** Who is in the call, as the legs see it. */
    private final class Ledger {
        private final String name;
        private final Map<Integer, Boolean> open = new HashMap<>();
        private int finals;
        private int closed;
        private boolean callerGone;
        private boolean callerHungUp;

        Ledger(String name) {
            this.name = name;
        }

        Event random(Random random) {
            List<Integer> ids = new ArrayList<>(open.keySet());
            int id = ids.get(random.nextInt(ids.size()));
            return switch (random.nextInt(8)) {
                case 0, 1 -> new Event.Progress(id);
                case 2 -> isOpen(id) ? new Event.Answered(id) : new Event.Progress(id);
                case 3, 4 ->
                    isOpen(id) && state.callee() != id
                            ? new Event.Failed(id, 400 + random.nextInt(250))
                            : new Event.Progress(id);
                case 5 -> new Event.StepTimedOut();
                case 6 -> random.nextInt(4) == 0 ? new Event.Gone(0) : new Event.Progress(id);
                default -> isOpen(id) && state.callee() == id ? new Event.Gone(id) : new Event.Progress(id);
            };
        }

        private boolean isOpen(int id) {
            return Boolean.TRUE.equals(open.get(id));
        }

        void happened(Event event) {
            if (event instanceof Event.Failed e) {
                open.put(e.branch(), false);
            } else if (event instanceof Event.Gone e) {
                callerGone |= e.participant() == 0;
                open.computeIfPresent(e.participant(), (id, was) -> false);
            }
        }

        void count(Effect effect) {
            switch (effect) {
                case Effect.Dial e -> {
                    for (int i = 0; i < e.step().destinations().size(); i++) {
                        assertThat(open.put(e.firstId() + i, true))
                                .as("%s: dialled twice", name)
                                .isNull();
                    }
                }
                case Effect.AnswerCaller e -> finals++;
                case Effect.RefuseCaller e -> finals++;
                case Effect.HangUp e -> {
                    if (e.participant() == 0) {
                        callerHungUp = true;
                    } else {
                        assertThat(open.put(e.participant(), false))
                                .as("%s: hung up twice", name)
                                .isTrue();
                    }
                }
                case Effect.Close e -> closed++;
                case Effect.RelayProgress e ->
                    assertThat(finals).as("%s: rings after the answer", name).isZero();
            }
        }

        void balance() {
            assertThat(closed).as("%s: one record", name).isEqualTo(1);
            assertThat(open.values()).as("%s: no branch is left", name).doesNotContain(true);
            assertThat(finals).as("%s: one final answer", name).isEqualTo(callerGone && finals == 0 ? 0 : 1);
            boolean answered = state.phase() == Phase.OVER && finals == 1;
            assertThat(answered || callerGone || callerHungUp)
                    .as("%s: the caller is not left alone", name)
                    .isTrue();
        }
    }
}
