package io.switchboard.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random walks over the machines: whatever happens, each ends, and its user is told one outcome. */
class MachineWalkTest {
    private static final int WALKS = 3000;
    private static final int STEPS = 60;

    @Test
    void inviteClientEndsWithOneOutcome() {
        for (long seed = 1; seed <= WALKS; seed++) {
            Walk<InviteClientMachine.State, InviteClientMachine.Event, InviteClientMachine.Effect> walk = new Walk<>(
                    seed, InviteClientMachine.State.CALLING, InviteClientMachine::step, MachineWalkTest::armed);
            walk.happen(InviteClientMachine.Event.START);
            walk.run(
                    InviteClientMachine.State.TERMINATED,
                    InviteClientMachine.Event.PROVISIONAL,
                    InviteClientMachine.Event.SUCCESS,
                    InviteClientMachine.Event.FAILURE,
                    InviteClientMachine.Event.CANCEL,
                    InviteClientMachine.Event.TRANSPORT_ERROR);
            // Proceeding has no timer of its own: its user has to CANCEL some time.
            if (walk.state == InviteClientMachine.State.PROCEEDING) {
                walk.happen(InviteClientMachine.Event.CANCEL);
            }
            walk.finish(InviteClientMachine.State.TERMINATED);
            assertThat(walk.outcomes("REPORT_TIMEOUT", "REPORT_TRANSPORT_ERROR", "START_M", "START_D"))
                    .describedAs(walk.story())
                    .isEqualTo(1);
            assertThat(walk.count("SEND_CANCEL")).describedAs(walk.story()).isLessThanOrEqualTo(1);
            assertThat(walk.count("SEND_ACK"))
                    .describedAs("one ACK for each refusal received: %s", walk.story())
                    .isLessThanOrEqualTo(walk.events("FAILURE"));
            assertThat(walk.count("PASS_RESPONSE"))
                    .describedAs(walk.story())
                    .isLessThanOrEqualTo(walk.events("PROVISIONAL") + walk.events("SUCCESS") + 1);
        }
    }

    @Test
    void nonInviteClientEndsWithOneOutcome() {
        for (long seed = 1; seed <= WALKS; seed++) {
            Walk<NonInviteClientMachine.State, NonInviteClientMachine.Event, NonInviteClientMachine.Effect> walk =
                    new Walk<>(
                            seed,
                            NonInviteClientMachine.State.TRYING,
                            NonInviteClientMachine::step,
                            MachineWalkTest::armed);
            walk.happen(NonInviteClientMachine.Event.START);
            walk.run(
                    NonInviteClientMachine.State.TERMINATED,
                    NonInviteClientMachine.Event.PROVISIONAL,
                    NonInviteClientMachine.Event.FINAL,
                    NonInviteClientMachine.Event.TRANSPORT_ERROR);
            walk.finish(NonInviteClientMachine.State.TERMINATED);
            assertThat(walk.outcomes("REPORT_TIMEOUT", "REPORT_TRANSPORT_ERROR", "START_K"))
                    .describedAs(walk.story())
                    .isEqualTo(1);
        }
    }

    @Test
    void inviteServerEndsWithOneFinalResponse() {
        for (long seed = 1; seed <= WALKS; seed++) {
            Walk<InviteServerMachine.State, InviteServerMachine.Event, InviteServerMachine.Effect> walk = new Walk<>(
                    seed, InviteServerMachine.State.PROCEEDING, InviteServerMachine::step, MachineWalkTest::armed);
            walk.run(
                    InviteServerMachine.State.TERMINATED,
                    InviteServerMachine.Event.INVITE,
                    InviteServerMachine.Event.ACK,
                    InviteServerMachine.Event.PROVISIONAL,
                    InviteServerMachine.Event.SUCCESS,
                    InviteServerMachine.Event.FAILURE,
                    InviteServerMachine.Event.TRANSPORT_ERROR);
            if (walk.state == InviteServerMachine.State.PROCEEDING) {
                walk.happen(InviteServerMachine.Event.FAILURE);
            }
            walk.finish(InviteServerMachine.State.TERMINATED);
            assertThat(walk.outcomes("START_L", "START_G_AND_H"))
                    .describedAs(walk.story())
                    .isEqualTo(1);
            assertThat(walk.count("START_I")).describedAs(walk.story()).isLessThanOrEqualTo(1);
            assertThat(walk.count("START_I") == 0 || walk.count("PASS_ACK") == 0)
                    .describedAs("an ACK is either absorbed or passed up: %s", walk.story())
                    .isTrue();
        }
    }

    @Test
    void nonInviteServerEndsWithOneFinalResponseAtMost() {
        for (long seed = 1; seed <= WALKS; seed++) {
            Walk<NonInviteServerMachine.State, NonInviteServerMachine.Event, NonInviteServerMachine.Effect> walk =
                    new Walk<>(
                            seed,
                            NonInviteServerMachine.State.TRYING,
                            NonInviteServerMachine::step,
                            MachineWalkTest::armed);
            walk.armed.add(NonInviteServerMachine.Event.TIMER_F);
            walk.run(
                    NonInviteServerMachine.State.TERMINATED,
                    NonInviteServerMachine.Event.REQUEST,
                    NonInviteServerMachine.Event.PROVISIONAL,
                    NonInviteServerMachine.Event.FINAL);
            walk.finish(NonInviteServerMachine.State.TERMINATED);
            assertThat(walk.outcomes("START_J", "REPORT_FAILURE"))
                    .describedAs(walk.story())
                    .isEqualTo(1);
        }
    }

    /** The timers that an effect leaves running, by name; null if it does not touch them. */
    private static @Nullable List<String> armed(String effect) {
        return switch (effect) {
            case "START_A_AND_B" -> List.of("TIMER_A", "TIMER_B");
            case "START_E_AND_F" -> List.of("TIMER_E", "TIMER_F");
            case "START_G_AND_H" -> List.of("TIMER_G", "TIMER_H");
            case "START_CANCEL_TIMER" -> List.of("TIMER_CANCEL");
            case "START_D" -> List.of("TIMER_D");
            case "START_M" -> List.of("TIMER_M");
            case "START_K" -> List.of("TIMER_K");
            case "START_I" -> List.of("TIMER_I");
            case "START_L" -> List.of("TIMER_L");
            case "START_J" -> List.of("TIMER_J");
            case "STOP_A_AND_B", "STOP_TRYING" -> List.of();
            default -> null;
        };
    }

    /** One walk: the machine, the timers that run, and what was seen. */
    private static final class Walk<S extends Enum<S>, V extends Enum<V>, F extends Enum<F>> {
        private final long seed;
        private final Random random;
        private final BiFunction<S, V, Table.Step<S, F>> machine;
        private final Function<String, @Nullable List<String>> timers;
        private final List<String> events = new ArrayList<>();
        private final List<String> effects = new ArrayList<>();
        private final Set<V> armed = new LinkedHashSet<>();
        private S state;

        Walk(
                long seed,
                S start,
                BiFunction<S, V, Table.Step<S, F>> machine,
                Function<String, @Nullable List<String>> timers) {
            this.seed = seed;
            this.random = new Random(seed);
            this.state = start;
            this.machine = machine;
            this.timers = timers;
        }

        void happen(V event) {
            events.add(event.name());
            Table.Step<S, F> step = machine.apply(state, event);
            state = step.next();
            for (F effect : step.effects()) {
                effects.add(effect.name());
                List<String> running = timers.apply(effect.name());
                if (running != null) {
                    armed.clear();
                    for (String name : running) {
                        armed.add(Enum.valueOf(event.getDeclaringClass(), name));
                    }
                }
            }
        }

        @SafeVarargs
        final void run(S end, V... outside) {
            for (int i = 0; i < STEPS && state != end; i++) {
                List<V> possible = new ArrayList<>(List.copyOf(armed));
                for (V event : outside) {
                    possible.add(event);
                }
                happen(possible.get(random.nextInt(possible.size())));
            }
        }

        /** Nothing comes any more but timers: those that repeat, then the one that ends the state. */
        void finish(S end) {
            for (int i = 0; i < 20 && state != end; i++) {
                assertThat(armed).describedAs("stuck in %s: %s", state, story()).isNotEmpty();
                List<V> last = List.copyOf(armed);
                happen(last.getLast());
            }
            assertThat(state).describedAs(story()).isEqualTo(end);
            int before = effects.size();
            for (V event : EnumSet.allOf(armedType())) {
                happen(event);
            }
            assertThat(effects)
                    .describedAs("silent once terminated: %s", story())
                    .hasSize(before);
        }

        private Class<V> armedType() {
            return armed.iterator().next().getDeclaringClass();
        }

        int count(String effect) {
            return (int) effects.stream().filter(effect::equals).count();
        }

        int events(String event) {
            return (int) events.stream().filter(event::equals).count();
        }

        int outcomes(String... names) {
            int sum = 0;
            for (String name : names) {
                sum += count(name);
            }
            return sum;
        }

        String story() {
            return "seed " + seed + ": " + events + " did " + effects;
        }
    }
}
