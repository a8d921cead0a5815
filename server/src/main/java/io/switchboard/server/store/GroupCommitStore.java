package io.switchboard.server.store;

import io.switchboard.sip.registrar.BindingChange;
import io.switchboard.sip.registrar.BindingStore;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Bindings, many changes to one commit. */
public abstract class GroupCommitStore extends GroupCommit<BindingChange> implements BindingStore {
    /** @param spacing least time between the beginnings of two groups; zero for none */
    GroupCommitStore(Duration spacing) {
        super("store-writer", spacing);
    }

    @Override
    public final void save(BindingChange change, Executor lane, Consumer<Outcome> done) {
        submit(change, lane, well -> done.accept(well ? Outcome.SAVED : Outcome.FAILED));
    }
}
