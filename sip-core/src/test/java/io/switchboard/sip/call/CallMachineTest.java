package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.call.CallMachine.Step;
import io.switchboard.sip.call.CallState.Phase;
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

    private CallState state = CallMachine.start(plan(1)).next();

    private static ImmutableList<DialStep> plan(int... branches) {
        ImmutableList.Builder<DialStep> steps = ImmutableList.builder();
        for (int i = 0; i < branches.length; i++) {
            int next = i + 1;
            List<Destination> all = new ArrayList<>();
            if (branches[i] == 0) {
                steps.add(DialStep.into("3000", status -> status >= 500 ? next : -1));
                continue;
            }
            for (int b = 0; b < branches[i]; b++) {
                all.add(SOMEONE);
            }
            steps.add(new DialStep(ImmutableList.copyOf(all), 1000, 0, status -> status >= 500 ? next : -1));
        }
        return steps.build();
    }

    private List<CallEffect> start(int... branches) {
        Step step = CallMachine.start(plan(branches));
        state = step.next();
        return step.effects();
    }

    private List<CallEffect> fire(CallEvent event) {
        Step step = CallMachine.step(state, event);
        state = step.next();
        return step.effects();
    }

    /** RFC 3261 section 16.7 step 10, RFC 3326 section 2. */
    @Test
    void firstAnswerCancelsTheOthersWithReason() {
        start(3);
        assertThat(fire(new CallEvent.Answered(2)))
                .containsExactly(
                        new CallEffect.AnswerCaller(2),
                        new CallEffect.HangUp(1, CallMachine.ELSEWHERE),
                        new CallEffect.HangUp(3, CallMachine.ELSEWHERE));
    }

    @Test
    void secondAnswerOfALoserIsNotTheCallersBusiness() {
        start(2);
        fire(new CallEvent.Answered(1));
        assertThat(fire(new CallEvent.Answered(2))).isEmpty();
    }

    @Test
    void failoverTriesTheNextStepOnItsStatusesOnly() {
        List<CallEffect> first = start(1, 1);
        assertThat(first).hasSize(1);
        List<CallEffect> next = fire(new CallEvent.Failed(1, 503));
        assertThat(next).singleElement().isInstanceOf(CallEffect.Dial.class);
        assertThat(fire(new CallEvent.Failed(2, 486)))
                .containsExactly(new CallEffect.RefuseCaller(486, 2, ""), new CallEffect.Close(2));
    }

    /** RFC 3261 section 16.7 step 5. */
    @Test
    void globalFailureEndsTheSearch() {
        start(2, 1);
        assertThat(fire(new CallEvent.Failed(1, 603)))
                .containsExactly(
                        new CallEffect.HangUp(2, "SIP;cause=603"),
                        new CallEffect.RefuseCaller(603, 1, ""),
                        new CallEffect.Close(1));
    }

    /** RFC 3261 section 16.7 step 6. */
    @Test
    void callerGetsTheBestOfTheRefusals() {
        start(3);
        fire(new CallEvent.Failed(1, 480));
        fire(new CallEvent.Failed(2, 486));
        assertThat(fire(new CallEvent.Failed(3, 408))).contains(new CallEffect.RefuseCaller(486, 2, ""));
    }

    @Test
    void phoneThatRingsForTooLongIsCancelledAsNotAnswering() {
        start(1);
        fire(new CallEvent.Progress(1));
        assertThat(fire(new CallEvent.StepTimedOut()))
                .containsExactly(
                        new CallEffect.HangUp(1, CallMachine.NO_ANSWER),
                        new CallEffect.RefuseCaller(480, 0, CallMachine.NO_ANSWER),
                        new CallEffect.Close(-1));
    }

    @Test
    void silentDestinationIsATimeOut() {
        start(1);
        assertThat(fire(new CallEvent.StepTimedOut())).contains(new CallEffect.RefuseCaller(408, 0, ""));
    }

    @Test
    void callerWhoGivesUpCancelsAllWhoRing() {
        start(2);
        assertThat(fire(new CallEvent.Gone(0)))
                .containsExactly(new CallEffect.HangUp(1, ""), new CallEffect.HangUp(2, ""), new CallEffect.Close(0));
    }

    @Test
    void eitherSideEndsTheTalk() {
        fire(new CallEvent.Answered(1));
        CallState talking = state;
        assertThat(fire(new CallEvent.Gone(0))).containsExactly(new CallEffect.HangUp(1, ""), new CallEffect.Close(0));
        state = talking;
        assertThat(fire(new CallEvent.Gone(1))).containsExactly(new CallEffect.HangUp(0, ""), new CallEffect.Close(1));
    }

    @Test
    void callerIsAnsweredOnceItIsSeated() {
        assertThat(start(0)).containsExactly(new CallEffect.Seat("3000", false));
        assertThat(fire(new CallEvent.Seated())).containsExactly(new CallEffect.AnswerSeated());
        CallState seated = state;
        assertThat(fire(new CallEvent.Gone(0))).containsExactly(new CallEffect.Close(0));
        state = seated;
        assertThat(fire(new CallEvent.Abort(480, "r")))
                .containsExactly(new CallEffect.HangUp(0, "r"), new CallEffect.Close(-1));
    }

    @Test
    void fullRoomLeadsToTheNextStepOrTheCallerHearsWhy() {
        start(0, 1);
        assertThat(fire(new CallEvent.Failed(CallMachine.SEAT, 503)))
                .singleElement()
                .isInstanceOf(CallEffect.Dial.class);
        start(0);
        assertThat(fire(new CallEvent.Failed(CallMachine.SEAT, 486)))
                .containsExactly(new CallEffect.RefuseCaller(486, 0, ""), new CallEffect.Close(-1));
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
            steps[i] = random.nextInt(4); // 0: a room
        }
        Step first = CallMachine.start(plan(steps));
        state = first.next();
        first.effects().forEach(ledger::count);
        for (int i = 0; i < 40 && state.phase() != Phase.OVER; i++) {
            CallEvent event = ledger.random(random);
            List<CallEffect> effects = fire(event);
            ledger.happened(event);
            effects.forEach(ledger::count);
        }
        if (state.phase() != Phase.OVER) {
            fire(new CallEvent.Abort(503, "")).forEach(ledger::count);
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
        private boolean seated;

        Ledger(String name) {
            this.name = name;
        }

        CallEvent random(Random random) {
            List<Integer> ids = new ArrayList<>(open.keySet());
            int id = ids.get(random.nextInt(ids.size()));
            if (state.phase() == Phase.SEATING) {
                return switch (random.nextInt(4)) {
                    case 0 -> new CallEvent.Seated();
                    case 1 -> new CallEvent.Failed(CallMachine.SEAT, 400 + random.nextInt(250));
                    case 2 -> new CallEvent.StepTimedOut();
                    default -> new CallEvent.Gone(0);
                };
            }
            return switch (random.nextInt(8)) {
                case 0, 1 -> new CallEvent.Progress(id);
                case 2 -> isOpen(id) ? new CallEvent.Answered(id) : new CallEvent.Progress(id);
                case 3, 4 ->
                    isOpen(id) && state.callee() != id
                            ? new CallEvent.Failed(id, 400 + random.nextInt(250))
                            : new CallEvent.Progress(id);
                case 5 -> new CallEvent.StepTimedOut();
                case 6 -> random.nextInt(4) == 0 ? new CallEvent.Gone(0) : new CallEvent.Progress(id);
                default -> isOpen(id) && state.callee() == id ? new CallEvent.Gone(id) : new CallEvent.Progress(id);
            };
        }

        private boolean isOpen(int id) {
            return Boolean.TRUE.equals(open.get(id));
        }

        void happened(CallEvent event) {
            if (event instanceof CallEvent.Failed e) {
                open.put(e.branch(), false);
            } else if (event instanceof CallEvent.Gone e) {
                callerGone |= e.participant() == 0;
                open.computeIfPresent(e.participant(), (id, was) -> false);
            }
        }

        void count(CallEffect effect) {
            switch (effect) {
                case CallEffect.Dial e -> {
                    for (int i = 0; i < e.step().destinations().size(); i++) {
                        assertThat(open.put(e.firstId() + i, true))
                                .as("%s: dialled twice", name)
                                .isNull();
                    }
                }
                case CallEffect.AnswerCaller e -> finals++;
                case CallEffect.AnswerSeated e -> {
                    finals++;
                    seated = true;
                }
                case CallEffect.Seat e ->
                    assertThat(open.put(CallMachine.SEAT, true))
                            .as("%s: seated twice", name)
                            .isNotEqualTo(true);
                case CallEffect.RefuseCaller e -> finals++;
                case CallEffect.HangUp e -> {
                    if (e.participant() == 0) {
                        callerHungUp = true;
                    } else {
                        assertThat(open.put(e.participant(), false))
                                .as("%s: hung up twice", name)
                                .isTrue();
                    }
                }
                case CallEffect.Close e -> closed++;
                case CallEffect.RelayProgress e ->
                    assertThat(finals).as("%s: rings after the answer", name).isZero();
            }
        }

        void balance() {
            assertThat(closed).as("%s: one record", name).isEqualTo(1);
            open.remove(CallMachine.SEAT); // it goes with the caller's leg
            assertThat(open.values()).as("%s: no branch is left", name).doesNotContain(true);
            assertThat(!seated || callerGone || callerHungUp)
                    .as("%s: a seated caller goes only when told", name)
                    .isTrue();
            assertThat(finals).as("%s: one final answer", name).isEqualTo(callerGone && finals == 0 ? 0 : 1);
            boolean answered = state.phase() == Phase.OVER && finals == 1;
            assertThat(answered || callerGone || callerHungUp)
                    .as("%s: the caller is not left alone", name)
                    .isTrue();
        }
    }
}
