package io.switchboard.sip.messaging;

import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.messaging.MessageStore.Change;
import io.switchboard.sip.messaging.MessageStore.DueQuery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The store of a {@link DeliveryWalk}, with what is not settled: it does what it is asked in order, and may fail. */
final class WalkStore {
    private static final int PAGE = 3;
    private static final SipRequest CONTENT =
            RequestBuilder.of("MESSAGE", "sip:u@example.test").build(Letters.NO_VIA);

    /** A row of the table. */
    private static final class Row {
        private final Letter letter;
        private boolean delivered;
        private final Set<String> owed = new HashSet<>();

        Row(Letter letter) {
            this.letter = letter;
        }
    }

    /** What the store is asked; told whether it went well when its turn comes. */
    private interface Task {
        @Nullable DeliveryEvent run(boolean well);
    }

    private final TreeMap<Long, Row> rows = new TreeMap<>();
    private final ArrayDeque<Task> tasks = new ArrayDeque<>();
    private final boolean keep;
    /** Messages whose time is over. */
    private final Set<Long> over = new HashSet<>();
    /** How many changes of a message are not known to be committed. */
    private final Map<Long, Integer> open = new HashMap<>();

    private Unsettled unsettled = new Unsettled();
    private int postponed;

    /** @param keep whether what was delivered stays for those who read the history */
    WalkStore(boolean keep) {
        this.keep = keep;
    }

    private static Letter letter(long id, String sender) {
        return new Letter(id, "u@example.test", sender, "", 0, 1, CONTENT);
    }

    boolean idle() {
        return tasks.isEmpty() && postponed == 0;
    }

    boolean holds(long id) {
        return rows.containsKey(id);
    }

    Set<Long> ids() {
        return rows.keySet();
    }

    boolean anyWaits() {
        return rows.values().stream().anyMatch(row -> !row.delivered);
    }

    /** Whether there may be something for a device. */
    boolean behind(String device) {
        return !idle()
                || rows.entrySet().stream()
                        .anyMatch(row -> !row.getValue().delivered
                                || (row.getValue().owed.contains(device) && !over.contains(row.getKey())));
    }

    /** Does the next thing that it was asked. */
    @Nullable DeliveryEvent next(boolean well) {
        Task task = tasks.poll();
        return task == null ? null : task.run(well);
    }

    void add(long id, String sender) {
        tasks.add(well -> {
            if (well) {
                rows.put(id, new Row(letter(id, sender)));
            }
            return new DeliveryEvent.Stored(id, well);
        });
    }

    void delivered(long id, String sender, Set<String> owed) {
        save(id, new Change.Delivered(letter(id, sender), 1, owed, keep));
    }

    void served(long id, String device) {
        save(id, new Change.Served(id, "u@example.test", device, keep));
    }

    void died(long id) {
        save(id, new Change.Died(id, 1, 0, keep));
    }

    private void save(long id, Change change) {
        open.merge(id, 1, Integer::sum);
        unsettled.told(change);
        submit(change);
    }

    private static long id(Change change) {
        return switch (change) {
            case Change.Delivered delivered -> delivered.letter().id();
            case Change.Served served -> served.id();
            case Change.Died died -> died.id();
            default -> throw new IllegalStateException("not in this walk: " + change);
        };
    }

    private void submit(Change change) {
        tasks.add(well -> {
            if (well) {
                apply(change);
                unsettled.settled(change);
                open.computeIfPresent(id(change), (id, count) -> count == 1 ? null : count - 1);
            } else if (unsettled.postpone(change)) {
                postponed++;
            }
            return null;
        });
    }

    /** Asks again for what failed. */
    void again() {
        postponed = 0;
        unsettled.round().forEach(this::submit);
    }

    private void apply(Change change) {
        switch (change) {
            case Change.Delivered delivered -> {
                long id = delivered.letter().id();
                Row row = rows.computeIfAbsent(id, none -> new Row(delivered.letter()));
                row.delivered = true;
                row.owed.addAll(delivered.owed());
                drop(id, row);
            }
            case Change.Served served -> {
                Row row = rows.get(served.id());
                if (row != null) {
                    row.owed.remove(served.device());
                    drop(served.id(), row);
                }
            }
            case Change.Died died -> rows.remove(died.id());
            default -> throw new IllegalStateException("not in this walk: " + change);
        }
    }

    private void drop(long id, Row row) {
        if (!keep && row.delivered && row.owed.isEmpty()) {
            rows.remove(id);
        }
    }

    void load(String device, long after) {
        tasks.add(well -> {
            if (!well) {
                return new DeliveryEvent.NotLoaded(device);
            }
            List<MessageStore.Due> found = new ArrayList<>();
            rows.forEach((id, row) -> {
                if (id > after
                        && found.size() < PAGE
                        && !over.contains(id)
                        && (!row.delivered || row.owed.contains(device))) {
                    found.add(new MessageStore.Due(row.letter, row.delivered));
                }
            });
            List<DeliveryEvent.Due> due = new ArrayList<>();
            long last = found.size() < PAGE ? 0 : found.get(PAGE - 1).letter().id();
            DueQuery query = new DueQuery("u@example.test", device, after, 0, 0, PAGE);
            for (MessageStore.Due each : unsettled.due(query, found, last)) {
                if (!over.contains(each.letter().id())) {
                    due.add(new DeliveryEvent.Due(
                            each.letter().id(), each.letter().sender(), each.taken()));
                }
            }
            return new DeliveryEvent.Loaded(device, due, last);
        });
    }

    /** The time of a message is over. */
    void end(long id) {
        over.add(id);
    }

    /** Looks for messages whose time is over. */
    void expire(Function<List<Long>, @Nullable DeliveryEvent> done) {
        tasks.add(well -> {
            List<Long> found = new ArrayList<>();
            rows.forEach((id, row) -> {
                if (well && !row.delivered && over.contains(id) && !unsettled.ended(id)) {
                    found.add(id);
                }
            });
            return done.apply(found);
        });
    }

    /**
     * Only what was committed survives.
     *
     * @return the messages of which something was not
     */
    Set<Long> crash() {
        Set<Long> lost = Set.copyOf(open.keySet());
        open.clear();
        tasks.clear();
        unsettled = new Unsettled();
        postponed = 0;
        return lost;
    }
}
