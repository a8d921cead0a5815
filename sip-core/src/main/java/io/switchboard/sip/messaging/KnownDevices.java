package io.switchboard.sip.messaging;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Devices of users that were registered not long ago, with the times at which that was noted. */
final class KnownDevices {
    /** Devices of one user; of more the one that was not seen for longest is forgotten. */
    private static final int MOST = 16;

    private final Map<String, Map<String, Long>> seen = new HashMap<>();

    void load(Map<String, Map<String, Long>> from) {
        from.forEach((aor, devices) -> {
            Map<String, Long> all = new LinkedHashMap<>(devices);
            while (all.size() > MOST) {
                forgetOldest(all);
            }
            seen.put(aor, all);
        });
    }

    /**
     * Notes a device.
     *
     * @param window milliseconds for which it counts
     * @return null if that need not be stored, as with most registrations; else the device that is forgotten for it, "" for
     *     none
     */
    @Nullable String note(String aor, String device, long now, long window) {
        Map<String, Long> devices = seen.computeIfAbsent(aor, none -> new LinkedHashMap<>(2));
        Long before = devices.get(device);
        if (before != null && now - before < again(window)) {
            return null;
        }
        devices.put(device, now);
        return devices.size() > MOST ? forgetOldest(devices) : "";
    }

    private static String forgetOldest(Map<String, Long> devices) {
        String oldest = Collections.min(devices.entrySet(), Map.Entry.comparingByValue())
                .getKey();
        devices.remove(oldest);
        return oldest;
    }

    /** What was noted at a time could not be stored: it counts, but the next registration is noted again. */
    void notStored(String aor, String device, long at, long window) {
        Map<String, Long> devices = seen.get(aor);
        if (devices != null) {
            devices.replace(device, at, at - again(window));
        }
    }

    private static long again(long window) {
        return window / 4;
    }

    /** Those of a user that are present or were seen within the window, without some. */
    Set<String> others(String aor, List<Phone> present, Set<String> without, long now, long window) {
        Set<String> all = new HashSet<>();
        for (Phone phone : present) {
            if (phone.lasting() && MessageStore.fits(phone.device(), MessageStore.LONGEST_DEVICE)) {
                all.add(phone.device());
            }
        }
        seen.getOrDefault(aor, Map.of()).forEach((device, at) -> {
            if (now - at < window) {
                all.add(device);
            }
        });
        all.removeAll(without);
        return all;
    }

    void forget(long before) {
        seen.values().removeIf(devices -> {
            devices.values().removeIf(at -> at < before);
            return devices.isEmpty();
        });
    }
}
