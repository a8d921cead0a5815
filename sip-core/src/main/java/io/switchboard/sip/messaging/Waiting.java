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
    /** When something was owed to each device last, by user. */
    private final Map<String, Map<String, Long>> owed = new HashMap<>();

    private final List<MessagesWaiting.Watcher> watchers = new ArrayList<>();
    private int total;

    /** @param now wall-clock milliseconds, as all times here */
    void load(MessageStore.Summary summary, long now) {
        counts.putAll(summary.waiting());
        summary.owed().forEach((aor, devices) -> owe(aor, devices, now));
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
        return counts.containsKey(aor) || owed.getOrDefault(aor, Map.of()).containsKey(device);
    }

    void owe(String aor, Set<String> devices, long now) {
        if (!devices.isEmpty()) {
            Map<String, Long> all = owed.computeIfAbsent(aor, none -> new HashMap<>());
            devices.forEach(device -> all.put(device, now));
        }
    }

    /** Forgets devices to which nothing was owed since; the store does the same. */
    void forget(long before) {
        owed.values().removeIf(devices -> {
            devices.values().removeIf(at -> at < before);
            return devices.isEmpty();
        });
    }

    /** The store has nothing for a device. */
    void nothing(String aor, String device) {
        Map<String, Long> devices = owed.get(aor);
        if (devices != null && devices.remove(device) != null && devices.isEmpty()) {
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
