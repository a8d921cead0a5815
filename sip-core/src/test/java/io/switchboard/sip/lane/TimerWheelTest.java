package io.switchboard.sip.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerWheelTest {
    private final TimerWheel wheel = new TimerWheel(0);
    private final List<Throwable> failures = new ArrayList<>();
    private long now;

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 11, 500, 32_000, 40_959, 40_960, 40_970, 3_600_000})
    void firesOnceNeverEarlyAndATickLateAtMost(long delay) {
        Recorded timer = new Recorded();
        now = 7;
        wheel.arm(timer, now, delay);
        long due = now + delay;
        goTo(due - 1);
        assertThat(timer.firedAt).isEmpty();
        goTo(due + 2 * TimerWheel.TICK_MILLIS);
        goTo(due + 100_000);
        assertThat(timer.firedAt).hasSize(1);
        assertThat(timer.firedAt.getFirst()).isBetween(due, due + TimerWheel.TICK_MILLIS);
        assertThat(wheel.size()).isZero();
    }

    @Test
    void theNextTickIsThatOfTheEarliestTimerWithinATurn() {
        assertThat(wheel.nextTick()).isEqualTo(-1);
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            List<Recorded> timers = new ArrayList<>();
            now = random.nextLong(1_000_000);
            wheel.advance(now, (timer, failure) -> failures.add(failure));
            long earliest = Long.MAX_VALUE;
            for (int i = random.nextInt(5); i >= 0; i--) {
                Recorded timer = new Recorded();
                long tick = wheel.arm(timer, now, random.nextInt(40_000));
                if (random.nextInt(3) == 0) {
                    wheel.cancel(timer);
                } else {
                    timers.add(timer);
                    earliest = Math.min(earliest, tick);
                }
            }
            assertThat(wheel.nextTick()).as("seed %d", seed).isEqualTo(timers.isEmpty() ? -1 : earliest);
            timers.forEach(wheel::cancel);
        }
    }

    @Test
    void cancelledTimerDoesNotFire() {
        Recorded timer = new Recorded();
        wheel.arm(timer, now, 50);
        assertThat(timer.armed()).isTrue();
        wheel.cancel(timer);
        wheel.cancel(timer);
        goTo(1000);
        assertThat(timer.firedAt).isEmpty();
        assertThat(timer.armed()).isFalse();
    }

    @Test
    void rearmedTimerFiresAtItsLastTimeOnly() {
        Recorded timer = new Recorded();
        wheel.arm(timer, now, 50);
        wheel.arm(timer, now, 500);
        assertThat(wheel.size()).isEqualTo(1);
        goTo(1000);
        assertThat(timer.firedAt).hasSize(1);
        assertThat(timer.firedAt.getFirst()).isGreaterThanOrEqualTo(500);
    }

    @Test
    void firingTimerMayCancelTheNextOfItsTick() {
        Recorded first = new Recorded();
        Recorded second = new Recorded();
        first.then = () -> wheel.cancel(second);
        second.then = () -> wheel.cancel(first);
        wheel.arm(first, now, 50);
        wheel.arm(second, now, 50);
        goTo(1000);
        assertThat(first.firedAt.size() + second.firedAt.size()).isEqualTo(1);
    }

    @Test
    void firingTimerMayArmItselfAgain() {
        Recorded timer = new Recorded();
        timer.then = () -> {
            if (timer.firedAt.size() < 5) {
                wheel.arm(timer, now, 0);
            }
        };
        wheel.arm(timer, now, 10);
        goTo(1000);
        assertThat(timer.firedAt).hasSize(5);
    }

    @Test
    void throwingTimerDoesNotStopTheOthers() {
        Recorded other = new Recorded();
        Recorded broken = new Recorded();
        broken.then = () -> {
            throw new IllegalStateException("broken");
        };
        Recorded another = new Recorded();
        wheel.arm(other, now, 50);
        wheel.arm(broken, now, 50);
        wheel.arm(another, now, 50);
        goTo(100);
        assertThat(other.firedAt).hasSize(1);
        assertThat(another.firedAt).hasSize(1);
        assertThat(failures).hasSize(1);
    }

    @Test
    void nextDeadlineIsThatOfTheEarliestTimer() {
        assertThat(wheel.nextDeadlineMillis()).isEqualTo(-1);
        wheel.arm(new Recorded(), now, 90_000);
        wheel.arm(new Recorded(), now, 700);
        assertThat(wheel.nextDeadlineMillis()).isBetween(700L, 710L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void manyTimersFireAsAListOfDeadlinesWould(long seed) {
        Random random = new Random(seed);
        List<Recorded> timers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            timers.add(new Recorded());
        }
        for (int round = 0; round < 2000; round++) {
            Recorded timer = timers.get(random.nextInt(timers.size()));
            if (random.nextInt(4) == 0) {
                wheel.cancel(timer);
                timer.due = null;
            } else {
                long delay = random.nextInt(60_000);
                wheel.arm(timer, now, delay);
                timer.due = now + delay;
            }
            goTo(now + random.nextInt(200));
            for (Recorded each : timers) {
                Long due = each.due;
                boolean late = due != null && now - due >= 2 * TimerWheel.TICK_MILLIS;
                assertThat(late)
                        .describedAs("seed %d, round %d: overdue at %d", seed, round, now)
                        .isFalse();
            }
        }
        goTo(now + 70_000);
        assertThat(wheel.size()).describedAs("seed %d", seed).isZero();
        assertThat(failures).describedAs("seed %d", seed).isEmpty();
    }

    private void goTo(long time) {
        while (now < time) {
            now = Math.min(time, (now / TimerWheel.TICK_MILLIS + 1) * TimerWheel.TICK_MILLIS);
            wheel.advance(now, (timer, failure) -> failures.add(failure));
        }
    }

    /** Notes when it fires, and that it does so when it is due. */
    private final class Recorded extends LaneTimer {
        private final List<Long> firedAt = new ArrayList<>();
        private @Nullable Long due;
        private Runnable then = () -> {};

        @Override
        protected void expired() {
            firedAt.add(now);
            if (due != null && now < due) {
                throw new IllegalStateException("fired at " + now + " instead of " + due);
            }
            due = null;
            then.run();
        }
    }
}
