package io.switchboard.server.command;

import io.switchboard.server.command.Outcome.Why;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Changes of calls that take their time: begun in the lane, and waited for outside of it. */
final class Changes {
    private final InLane lane;
    private final Duration patience;

    Changes(InLane lane, Duration patience) {
        this.lane = lane;
        this.patience = patience;
    }

    /** Begins a change, in the lane. */
    interface Order {
        /**
         * @param ended to be told the final status
         * @return why it was not begun; null if it was
         * @throws IllegalArgumentException if its target cannot be called
         */
        @Nullable Outcome<String> begin(IntConsumer ended);
    }

    /** What the lane says at once. */
    private record Begun(@Nullable Outcome<String> failure) {}

    /**
     * Begins a change and waits for its end.
     *
     * @param failure for people, without the status
     */
    Outcome<String> await(String call, String failure, Order order) {
        CompletableFuture<Integer> end = new CompletableFuture<>();
        Begun begun = lane.get(() -> {
            try {
                return new Begun(order.begin(end::complete));
            } catch (IllegalArgumentException e) {
                return new Begun(Outcome.failed(
                        Why.INVALID, "the target cannot be called: a number, a name or a SIP URI is meant"));
            }
        });
        if (begun.failure() != null) {
            return begun.failure();
        }
        try {
            int status = end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return status / 100 == 2
                    ? Outcome.done("done")
                    : new Outcome.Failed<>(
                            Why.REFUSED,
                            failure + " with " + status + "; the participants talk as before",
                            List.of(),
                            status);
        } catch (TimeoutException | ExecutionException e) {
            return Outcome.failed(
                    Why.TIMEOUT,
                    "call " + call + ": nobody has answered within " + patience.toSeconds()
                            + " s, and is still being called; an event will tell the end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.failed(Why.UNAVAILABLE, "the server is stopping");
        }
    }
}
