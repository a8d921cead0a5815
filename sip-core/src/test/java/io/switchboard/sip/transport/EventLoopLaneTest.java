package io.switchboard.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.lane.LaneTimer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventLoopLaneTest {
    private static LaneTimer timer(Runnable action) {
        return new LaneTimer() {
            @Override
            protected void expired() {
                action.run();
            }
        };
    }

    @ParameterizedTest
    @EnumSource(NetworkIo.class)
    void timersFireInTheLaneAndNeverEarly(NetworkIo io) throws Exception {
        try (EventLoopLane lane = EventLoopLane.start("sip-lane-7", io)) {
            CompletableFuture<Long> waited = new CompletableFuture<>();
            CompletableFuture<String> thread = new CompletableFuture<>();
            lane.execute(() -> {
                long start = lane.now();
                lane.arm(
                        timer(() -> {
                            thread.complete(
                                    lane.inLane() ? Thread.currentThread().getName() : "elsewhere");
                            waited.complete(lane.now() - start);
                        }),
                        50);
            });
            assertThat(waited.get(10, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(50);
            assertThat(thread.get()).isEqualTo("sip-lane-7");
            assertThat(lane.inLane()).isFalse();
        }
    }

    @Test
    void aTimerArmedAfterAnIdleTimeFires() throws Exception {
        try (EventLoopLane lane = EventLoopLane.start("sip-lane-0")) {
            for (int i = 0; i < 3; i++) {
                CompletableFuture<Boolean> fired = new CompletableFuture<>();
                lane.execute(() -> lane.arm(timer(() -> fired.complete(true)), 15));
                assertThat(fired.get(10, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void aTimerThatIsSoonerThanTheOneWaitedForIsNotKeptWaiting() throws Exception {
        try (EventLoopLane lane = EventLoopLane.start("sip-lane-0")) {
            CompletableFuture<Long> waited = new CompletableFuture<>();
            CompletableFuture<Boolean> last = new CompletableFuture<>();
            LaneTimer far = timer(() -> {});
            lane.execute(() -> lane.arm(far, 3_600_000));
            lane.execute(() -> {
                long start = lane.now();
                lane.arm(timer(() -> last.complete(waited.isDone())), 60);
                lane.arm(
                        timer(() -> {
                            waited.complete(lane.now() - start);
                            lane.arm(timer(() -> {}), 0); // one that a timer arms fires too
                        }),
                        20);
            });
            assertThat(waited.get(10, TimeUnit.SECONDS)).isBetween(20L, 1_000L);
            assertThat(last.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whatThrowsIsCountedAndTheLaneGoesOn() throws Exception {
        try (EventLoopLane lane = EventLoopLane.start("sip-lane-0")) {
            CompletableFuture<Boolean> after = new CompletableFuture<>();
            lane.execute(() -> {
                throw new IllegalStateException("a task");
            });
            lane.execute(() -> {
                lane.arm(
                        timer(() -> {
                            throw new StackOverflowError("a timer");
                        }),
                        0);
                lane.arm(timer(() -> after.complete(true)), 30);
            });
            assertThat(after.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(lane.failures()).isEqualTo(2);
        }
    }

    @Test
    void aCancelledTimerStaysSilent() throws Exception {
        try (EventLoopLane lane = EventLoopLane.start("sip-lane-0")) {
            CompletableFuture<Boolean> silent = new CompletableFuture<>();
            lane.execute(() -> {
                LaneTimer cancelled = timer(() -> silent.complete(false));
                lane.arm(cancelled, 20);
                lane.cancel(cancelled);
                lane.arm(timer(() -> silent.complete(true)), 60);
            });
            assertThat(silent.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
