package io.switchboard.sip.registrar;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Keeps bindings where they survive the process. */
public interface BindingStore {
    /** How a {@link #save} ended. */
    enum Outcome {
        /** The change is durable. */
        SAVED,
        /** Nothing of the change was stored: the store is down, or has more to do than it can. */
        FAILED
    }

    /**
     * Makes a change durable, in the order of the calls. Returns at once.
     *
     * @param lane where {@code done} is run
     * @param done told exactly once how it ended, unless the store was stopped and the lane takes no more work
     */
    void save(BindingChange change, Executor lane, Consumer<Outcome> done);

    /**
     * All bindings that have not expired, their hops without flow. Blocks; for the start only.
     *
     * @param nowMillis wall-clock milliseconds since the epoch
     */
    List<Binding> load(long nowMillis);
}
