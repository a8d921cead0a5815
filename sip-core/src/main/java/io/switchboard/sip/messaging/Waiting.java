package io.switchboard.sip.messaging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How many messages wait for whom, and for which devices there are some that another device has. */
final class Waiting {
    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, Set<String>> owed = new HashMap<>();
    private final List<MessagesWaiting.Watcher> watchers = new ArrayList<>();
    private int total;

    void load(MessageStore.Summary summary) {
        counts.putAll(summary.waiting());
        summary.owed().forEach((aor, devices) -> owed.put(aor, new HashSet<>(devices)));
        total = counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    void watch(MessagesWaiting.Watcher watcher) {
        watchers.add(watcher);
    }

    int total() {
        return total;
    }

    int of(String aor) {
        return counts.getOrDefault(aor, 0);
    }

    void add(String aor, int more) {
        int now = Math.max(0, of(aor) + more);
        total = Math.max(0, total + more);
        if (now == 0) {
            counts.remove(aor);
        } else {
            counts.put(aor, now);
        }
        for (MessagesWaiting.Watcher watcher : watchers) {
            watcher.changed(aor, now);
        }
    }

    boolean behind(String aor, String device) {
        return counts.containsKey(aor) || owed.getOrDefault(aor, Set.of()).contains(device);
    }

    void owe(String aor, Set<String> devices) {
        if (!devices.isEmpty()) {
            owed.computeIfAbsent(aor, none -> new HashSet<>()).addAll(devices);
        }
    }

    /** The store has nothing for a device. */
    void nothing(String aor, String device) {
        Set<String> devices = owed.get(aor);
        if (devices != null && devices.remove(device) && devices.isEmpty()) {
            owed.remove(aor);
        }
    }

    /** Users for whom there is something. */
    Set<String> users() {
        Set<String> users = new HashSet<>(counts.keySet());
        users.addAll(owed.keySet());
        return users;
    }
}
