package io.switchboard.sip.messaging;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store in memory that commits when a test says so, or at once. */
final class FakeStore implements MessageStore {
    /** A message and who is still to get it. */
    static final class Row {
        final Letter letter;
        String state = "waits";
        final Set<String> owed = new HashSet<>();
        long endedAt;

        Row(Letter letter) {
            this.letter = letter;
        }
    }

    final TreeMap<Long, Row> rows = new TreeMap<>();
    final Map<String, Map<String, Long>> devices = new HashMap<>();
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    boolean held;
    boolean failing;
    boolean refusing;
    boolean busy;
    int writes;

    @Override
    public void save(Change change, Executor lane, Consumer<Outcome> done) {
        writes++;
        submit(() -> {
            Outcome outcome = refusing ? Outcome.REFUSED : failing ? Outcome.FAILED : Outcome.SAVED;
            if (outcome == Outcome.SAVED) {
                apply(change);
            }
            lane.execute(() -> done.accept(outcome));
        });
    }

    private void submit(Runnable task) {
        waiting.add(task);
        if (!held) {
            commit();
        }
    }

    /** Carries out what waits. */
    void commit() {
        for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
            task.run();
        }
    }

    private void apply(Change change) {
        switch (change) {
            case Change.Add add -> rows.put(add.letter().id(), new Row(add.letter()));
            case Change.Delivered delivered -> {
                Row row = rows.computeIfAbsent(delivered.letter().id(), id -> new Row(delivered.letter()));
                row.state = "delivered";
                row.endedAt = delivered.at();
                row.owed.addAll(delivered.owed());
                drop(delivered.letter().id(), delivered.keep());
            }
            case Change.Served served -> {
                Row row = rows.get(served.id());
                if (row != null) {
                    row.owed.remove(served.device());
                    drop(served.id(), served.keep());
                }
            }
            case Change.Died died -> {
                Row row = rows.get(died.id());
                if (row != null) {
                    row.state = "dead";
                    drop(died.id(), died.keep());
                }
            }
            case Change.Seen seen -> {
                Map<String, Long> seenOf = devices.computeIfAbsent(seen.aor(), aor -> new HashMap<>());
                seenOf.put(seen.device(), seen.at());
                seenOf.remove(seen.instead());
            }
            case Change.Forget forget -> {}
        }
    }

    private void drop(long id, boolean keep) {
        Row row = rows.get(id);
        if (!keep && row != null && row.owed.isEmpty() && !row.state.equals("waits")) {
            rows.remove(id);
        }
    }

    @Override
    public void due(DueQuery query, Executor lane, Consumer<@Nullable List<Due>> done) {
        submit(() -> {
            List<Due> due = new ArrayList<>();
            for (Row row : rows.values()) {
                boolean waits = row.state.equals("waits");
                boolean owed = row.owed.contains(query.device()) && row.endedAt >= query.owedSince();
                if (row.letter.recipient().equals(query.recipient())
                        && row.letter.expiresAt() > query.now()
                        && row.letter.id() > query.after()
                        && (waits || owed)
                        && due.size() < query.most()) {
                    due.add(new Due(row.letter, !waits));
                }
            }
            lane.execute(() -> done.accept(failing ? null : due));
        });
    }

    @Override
    public void expired(long now, int most, Executor lane, Consumer<@Nullable List<Letter>> done) {
        submit(() -> {
            List<Letter> all = new ArrayList<>();
            for (Row row : rows.values()) {
                if (row.state.equals("waits") && row.letter.expiresAt() <= now) {
                    all.add(row.letter);
                }
            }
            lane.execute(() -> done.accept(all));
        });
    }

    @Override
    public boolean isBusy() {
        return busy;
    }

    @Override
    public Summary summary() {
        Map<String, Integer> counts = new HashMap<>();
        Map<String, Set<String>> owed = new HashMap<>();
        for (Row row : rows.values()) {
            if (row.state.equals("waits")) {
                counts.merge(row.letter.recipient(), 1, Integer::sum);
            }
            if (!row.owed.isEmpty()) {
                owed.computeIfAbsent(row.letter.recipient(), aor -> new HashSet<>())
                        .addAll(row.owed);
            }
        }
        return new Summary(rows.isEmpty() ? 0 : rows.lastKey(), counts, owed, devices);
    }
}
