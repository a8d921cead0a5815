package io.switchboard.sip.messaging;

import io.switchboard.sip.messaging.MessageStore.Change;
import io.switchboard.sip.messaging.MessageStore.Due;
import io.switchboard.sip.messaging.MessageStore.DueQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What has become of messages, until the store says that it knows: what it tells of them before that is out of date. What
 * it did not take it is told again, as it is by then.
 */
final class Unsettled {
    /** Of one message. */
    private static final class Fate {
        private Change.@Nullable Delivered delivered;
        private @Nullable Set<String> served;
        private boolean died;
        /** Changes that are not settled. */
        private int open;

        private boolean isServed(String device) {
            return served != null && served.contains(device);
        }
    }

    private final Map<Long, Fate> fates = new HashMap<>();
    /** By reader, then by number. */
    private final Map<String, NavigableMap<Long, Change.Delivered>> delivered = new HashMap<>();

    private final Postponed postponed = new Postponed();

    /** The store is told a change for the first time. */
    void told(Change change) {
        switch (change) {
            case Change.Delivered first -> {
                Letter letter = first.letter();
                fate(letter.id()).delivered = first;
                delivered
                        .computeIfAbsent(letter.recipient(), none -> new TreeMap<>())
                        .put(letter.id(), first);
            }
            case Change.Served served -> {
                Fate fate = fate(served.id());
                if (fate.served == null) {
                    fate.served = new HashSet<>(4);
                }
                fate.served.add(served.device());
            }
            case Change.Died died -> fate(died.id()).died = true;
            case Change.Add add -> {} // its sender waits for that
            case Change.Seen seen -> {}
            case Change.Forget forget -> {}
        }
    }

    private Fate fate(long id) {
        Fate fate = fates.computeIfAbsent(id, none -> new Fate());
        fate.open++;
        return fate;
    }

    /** The store knows a change, or never will. */
    void settled(Change change) {
        long id = id(change);
        Fate fate = fates.get(id);
        if (fate != null && --fate.open == 0) {
            fates.remove(id);
            if (fate.delivered != null) {
                String recipient = fate.delivered.letter().recipient();
                NavigableMap<Long, Change.Delivered> others = delivered.get(recipient);
                if (others != null && others.remove(id) != null && others.isEmpty()) {
                    delivered.remove(recipient);
                }
            }
        }
    }

    /** The store did not take a change. Whether there is room to keep it for later. */
    boolean postpone(Change change) {
        if (postponed.add(change)) {
            return true;
        }
        settled(change);
        return false;
    }

    /** What is to be told again now. */
    List<Change> round() {
        List<Change> round = postponed.round();
        round.replaceAll(this::asItIs);
        return round;
    }

    /** Devices that have got a message since are not owed it any more. */
    private Change asItIs(Change change) {
        Fate fate = fates.get(id(change));
        if (!(change instanceof Change.Delivered first) || fate == null || fate.served == null) {
            return change;
        }
        Set<String> owed = new HashSet<>(first.owed());
        owed.removeAll(fate.served);
        return new Change.Delivered(first.letter(), first.at(), owed, first.keep());
    }

    /**
     * What there is for a device: of what the store has found, and of what it is still to be told.
     *
     * @param found what the store has found
     * @param last number up to which it has looked, 0 if there was no more
     */
    List<Due> due(DueQuery query, List<Due> found, long last) {
        NavigableMap<Long, Change.Delivered> more = owed(query, last);
        if (fates.isEmpty()) {
            return found;
        }
        List<Due> all = new ArrayList<>(found.size() + more.size());
        for (Due due : found) {
            while (!more.isEmpty() && more.firstKey() <= due.letter().id()) {
                all.add(new Due(more.pollFirstEntry().getValue().letter(), true));
            }
            Fate fate = fates.get(due.letter().id());
            if (fate == null || (fate.delivered == null && !fate.died && !fate.isServed(query.device()))) {
                all.add(due);
            }
        }
        more.values().forEach(delivered -> all.add(new Due(delivered.letter(), true)));
        return all;
    }

    /** What a device is owed that the store may not know of yet, by number. */
    private NavigableMap<Long, Change.Delivered> owed(DueQuery query, long last) {
        NavigableMap<Long, Change.Delivered> owed = new TreeMap<>();
        delivered
                .getOrDefault(query.recipient(), new TreeMap<>())
                .tailMap(query.after(), false)
                .forEach((id, each) -> {
                    Fate fate = fates.get(id);
                    if ((last == 0 || id <= last)
                            && each.owed().contains(query.device())
                            && each.at() >= query.owedSince()
                            && each.letter().expiresAt() > query.now()
                            && fate != null
                            && !fate.isServed(query.device())) {
                        owed.put(id, each);
                    }
                });
        return owed;
    }

    /** Whether a message does not wait any more, though the store may say so. */
    boolean ended(long id) {
        Fate fate = fates.get(id);
        return fate != null && (fate.died || fate.delivered != null);
    }

    private static long id(Change change) {
        return switch (change) {
            case Change.Delivered delivered -> delivered.letter().id();
            case Change.Served served -> served.id();
            case Change.Died died -> died.id();
            case Change.Add add -> -1;
            case Change.Seen seen -> -1;
            case Change.Forget forget -> -1;
        };
    }
}
