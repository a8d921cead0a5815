package io.switchboard.server.command;

import io.switchboard.sip.lane.Lane;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Runs questions and orders in a lane for a thread outside of it, which waits. */
public final class InLane {
    private static final long SECONDS = 10;

    private final Lane lane;

    /** For this lane. */
    public InLane(Lane lane) {
        this.lane = lane;
    }

    Lane lane() {
        return lane;
    }

    /**
     * Runs something in the lane.
     *
     * @throws IllegalStateException if the lane does not answer in time, or what it runs throws
     */
    public <T> T get(Supplier<T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        lane.execute(() -> {
            if (done.isCancelled()) {
                return; // nobody waits any more, and nobody would know that it was done
            }
            try {
                done.complete(task.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        try {
            return done.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a command failed in the lane", e);
        } catch (TimeoutException e) {
            done.cancel(false);
            throw new IllegalStateException("the lane did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
