package io.switchboard.server.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out checkpoints, one at a time, each in a thread of its own; what fails is tried again until the end. */
final class Checkpoints {
    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);
    private static final long PAUSE_SECONDS = 5;

    private final CountDownLatch ending = new CountDownLatch(1);
    private @Nullable Thread thread;
    private volatile boolean unfinished;

    /** Whether the last one has not succeeded yet. The next has to wait: a journal goes only after all before it. */
    boolean unfinished() {
        return unfinished;
    }

    /** Begins one, when the one before it is finished. */
    void begin(Checkpoint checkpoint) {
        unfinished = true;
        thread = Thread.ofPlatform().name("store-checkpoint").daemon().start(() -> run(checkpoint));
    }

    private void run(Checkpoint checkpoint) {
        try {
            while (!tried(checkpoint)) {
                if (ending.await(PAUSE_SECONDS, TimeUnit.SECONDS)) {
                    unfinished = !tried(checkpoint);
                    return;
                }
            }
            unfinished = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does
        }
    }

    private boolean tried(Checkpoint checkpoint) throws InterruptedException {
        try {
            checkpoint.run(ending);
            return true;
        } catch (SQLException | IOException | RuntimeException | Error e) {
            log.error("the database did not take the journal of bindings, which goes on growing", e);
            return false;
        }
    }

    /**
     * Waits for the one that runs and carries out the last.
     *
     * @return whether all is in the database
     */
    boolean finish(Checkpoint last) {
        ending.countDown();
        try {
            Thread running = thread;
            if (running != null) {
                running.join();
            }
            return !unfinished && tried(last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
