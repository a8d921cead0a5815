package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.call.EscalationState.Phase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@link EscalationMachine} in whatever order its events come. */
class EscalationWalkTest {
    @Test
    void everyWalkKeepsWhoeverCanBeKept() {
        for (long seed = 0; seed < 20_000; seed++) {
            new Walk(seed).run();
        }
    }

    /** One call, with shells that answer whatever is asked at some time. */
    private static final class Walk {
        private final String name;
        private final Random random;
        private final Set<Integer> legs = new HashSet<>(Set.of(0, 1));
        private final Set<Integer> hungUp = new HashSet<>();
        private final Set<Integer> preparing = new HashSet<>(Set.of(0, 1));
        private final Set<Integer> moving = new HashSet<>();
        private final Set<Integer> called = new HashSet<>();
        private final Set<Integer> visitors = new HashSet<>();
        private final ArrayDeque<EscalationEvent> due = new ArrayDeque<>();
        private EscalationState state;
        private boolean joining;
        private boolean direct;
        private int told;
        private int closed;
        private int next = 2;

        Walk(long seed) {
            name = "seed " + seed;
            random = new Random(seed);
            state = EscalationState.begin(0, 1, random.nextInt(4) == 0, random.nextInt(4) > 0);
        }

        void run() {
            for (int i = 0; i < 60 && state.phase() != Phase.OVER; i++) {
                EscalationEvent event = due.isEmpty() ? choose() : due.poll();
                if (event != null) {
                    fire(event);
                }
            }
            // Everything that is under way comes to its end, nothing new happens.
            for (int i = 0; i < 1000 && state.phase() != Phase.OVER; i++) {
                EscalationEvent event = due.isEmpty() ? end() : due.poll();
                if (event == null) {
                    break;
                }
                fire(event);
            }
            if (state.phase() != Phase.OVER) {
                assertThat(state.phase()).as("%s: comes to rest", name).isEqualTo(Phase.MIXED);
                assertThat(legs.size() + visitors.size())
                        .as("%s: nobody is alone in a room", name)
                        .isGreaterThan(1);
                for (int each : List.copyOf(legs)) {
                    if (state.phase() != Phase.OVER && legs.remove(each)) {
                        fire(new EscalationEvent.Gone(each));
                        while (!due.isEmpty() && state.phase() != Phase.OVER) {
                            fire(due.poll());
                        }
                        if (joining && state.phase() != Phase.OVER) {
                            joining = false;
                            fire(new EscalationEvent.JoinFailed(false));
                        }
                    }
                }
            }
            assertThat(state.phase()).as(name).isEqualTo(Phase.OVER);
            assertThat(told).as("%s: told once whether it is mixed", name).isEqualTo(1);
            assertThat(closed + (direct ? 1 : 0)).as("%s: one end", name).isEqualTo(1);
            if (direct) {
                assertThat(hungUp)
                        .as("%s: nobody is hung up who can go on", name)
                        .isEmpty();
            } else {
                assertThat(legs).as("%s: nobody is forgotten", name).isSubsetOf(hungUp);
            }
        }

        private @Nullable EscalationEvent choose() {
            int id = List.copyOf(legs).isEmpty() ? 0 : List.copyOf(legs).get(random.nextInt(legs.size()));
            return switch (random.nextInt(14)) {
                case 12 -> visit();
                case 13 -> leave();
                case 0 -> new EscalationEvent.Late();
                case 1 -> random.nextInt(4) == 0 && legs.remove(id) ? new EscalationEvent.Gone(id) : null;
                case 2 -> new EscalationEvent.Kept(random.nextBoolean());
                case 3 -> call();
                case 4 -> random.nextInt(20) == 0 ? new EscalationEvent.Aborted("") : null;
                default -> end();
            };
        }

        /** Somebody of another call comes into the room. */
        private EscalationEvent visit() {
            int visitor = - ++next;
            visitors.add(visitor);
            return new EscalationEvent.Came(visitor, false);
        }

        private @Nullable EscalationEvent leave() {
            if (visitors.isEmpty()) {
                return null;
            }
            int visitor = visitors.iterator().next();
            visitors.remove(visitor);
            return new EscalationEvent.Gone(visitor);
        }

        private @Nullable EscalationEvent call() {
            if (!state.mixed() || !called.isEmpty()) {
                return null;
            }
            int attempt = - ++next;
            called.add(attempt);
            return new EscalationEvent.Called(attempt);
        }

        /** Something that is under way ends. */
        private @Nullable EscalationEvent end() {
            List<EscalationEvent> possible = new ArrayList<>();
            for (int each : preparing) {
                possible.add(
                        random.nextInt(5) == 0
                                ? new EscalationEvent.Failed(each, 503, false)
                                : new EscalationEvent.Ready(each));
            }
            for (int each : moving) {
                possible.add(
                        switch (random.nextInt(6)) {
                            case 0 -> new EscalationEvent.Failed(each, 488, false);
                            case 1 -> new EscalationEvent.Failed(each, 488, true);
                            case 2 -> new EscalationEvent.Failed(each, 408, false);
                            default -> new EscalationEvent.In(each);
                        });
            }
            for (int each : called) {
                if (random.nextBoolean()) {
                    possible.add(new EscalationEvent.Settled(each));
                } else {
                    possible.add(new EscalationEvent.Came(++next, true));
                }
            }
            if (joining) {
                possible.add(
                        random.nextBoolean()
                                ? new EscalationEvent.Joined()
                                : new EscalationEvent.JoinFailed(random.nextBoolean()));
            }
            if (possible.isEmpty()) {
                return null;
            }
            EscalationEvent chosen = possible.get(random.nextInt(possible.size()));
            switch (chosen) {
                case EscalationEvent.Ready e -> preparing.remove(e.id());
                case EscalationEvent.In e -> moving.remove(e.id());
                case EscalationEvent.Failed e -> {
                    preparing.remove(e.id());
                    moving.remove(e.id());
                    if (e.status() == 408 && legs.remove(e.id())) {
                        due.add(new EscalationEvent.Gone(e.id()));
                    }
                }
                case EscalationEvent.Settled e -> called.remove(e.id());
                case EscalationEvent.Came e -> {
                    legs.add(e.id());
                    int attempt = called.iterator().next();
                    called.remove(attempt);
                    due.add(new EscalationEvent.Settled(attempt));
                }
                default -> joining = false;
            }
            return chosen;
        }

        private void fire(EscalationEvent event) {
            if (event instanceof EscalationEvent.Gone gone) {
                preparing.remove(gone.id());
                moving.remove(gone.id());
            }
            EscalationMachine.Step step = EscalationMachine.step(state, event);
            state = step.next();
            for (EscalationEffect effect : step.effects()) {
                carryOut(effect);
            }
        }

        private void carryOut(EscalationEffect effect) {
            switch (effect) {
                case EscalationEffect.Invite e -> {
                    assertThat(legs).as("%s: invited though gone", name).contains(e.id());
                    assertThat(moving.add(e.id())).as("%s: invited twice", name).isTrue();
                }
                case EscalationEffect.Move e -> {
                    assertThat(legs).as("%s: moved though gone", name).contains(e.id());
                    assertThat(moving.add(e.id())).as("%s: moved twice", name).isTrue();
                }
                case EscalationEffect.Hurry e -> {
                    if (preparing.remove(e.id())) {
                        due.add(new EscalationEvent.Failed(e.id(), 503, false));
                    }
                }
                case EscalationEffect.StopMoving e -> {
                    preparing.clear();
                    moving.clear();
                }
                case EscalationEffect.TellMixed e -> told++;
                case EscalationEffect.TellFailed e -> told++;
                case EscalationEffect.Join e -> {
                    assertThat(legs).as("%s: joined though gone", name).contains(e.first(), e.second());
                    assertThat(joining).as("%s: joined twice", name).isFalse();
                    assertThat(moving).as("%s: joined while it moves", name).isEmpty();
                    joining = true;
                }
                case EscalationEffect.StopJoining e -> joining = false;
                case EscalationEffect.GoOn e -> {
                    assertThat(legs).as("%s: all go on", name).containsExactlyInAnyOrder(e.first(), e.second());
                    direct = true;
                }
                case EscalationEffect.StopCalling e -> called.clear();
                case EscalationEffect.HangUp e -> {
                    assertThat(legs).as("%s: hung up though gone", name).contains(e.id());
                    assertThat(hungUp.add(e.id())).as("%s: hung up twice", name).isTrue();
                }
                case EscalationEffect.Close e -> closed++;
            }
        }
    }
}
