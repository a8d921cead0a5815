package io.switchboard.sip.registrar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A store whose commits a test lets succeed or fail. */
final class MemoryStore implements BindingStore {
    private record Pending(BindingChange change, Executor lane, Consumer<Outcome> done) {}

    final Map<String, Binding> rows = new HashMap<>();
    private final Deque<Pending> queue = new ArrayDeque<>();

    @Override
    public void save(BindingChange change, Executor lane, Consumer<Outcome> done) {
        queue.add(new Pending(change, lane, done));
    }

    @Override
    public List<Binding> load(long nowMillis) {
        List<Binding> all = new ArrayList<>(rows.values());
        all.removeIf(binding -> binding.expiresAt() <= nowMillis);
        return all;
    }

    int queued() {
        return queue.size();
    }

    void finish(Outcome outcome) {
        Pending pending = queue.remove();
        if (outcome == Outcome.SAVED) {
            pending.change().removed().forEach(gone -> rows.remove(gone.aor() + ' ' + gone.key()));
            pending.change().saved().forEach(binding -> rows.put(binding.aor() + ' ' + binding.key(), binding));
        }
        pending.lane().execute(() -> pending.done().accept(outcome));
    }
}
