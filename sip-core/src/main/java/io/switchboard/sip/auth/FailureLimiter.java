package io.switchboard.sip.auth;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows those who guess passwords: a source that has failed too often for a user is refused for the rest of a minute,
 * whatever it sends, and so is one that has failed very often for all users together. The user is not locked out from
 * elsewhere. Sources remembered are bounded; the one that was quiet longest is forgotten first. For one thread.
 */
final class FailureLimiter {
    /** Failures of one user from one source within a window. */
    static final int PER_USER = 10;
    /** Failures of one source within a window, whatever the users. */
    static final int PER_SOURCE = 100;
    /** Length of the window in milliseconds. */
    static final long WINDOW = 60_000;

    private static final int REMEMBERED = 20_000;

    private static final class Count {
        long since;
        int failures;
    }

    private record Suspect(InetAddress source, String user) {}

    private final Map<Suspect, Count> counts = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Suspect, Count> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Whether nothing has failed, so that nobody is blocked. */
    boolean none() {
        return counts.isEmpty();
    }

    /** Whether a source has to wait before it may try a user again. */
    boolean blocked(InetAddress source, String user, long now) {
        return !counts.isEmpty()
                && (failures(new Suspect(source, user), now) >= PER_USER
                        || failures(new Suspect(source, ""), now) >= PER_SOURCE);
    }

    private int failures(Suspect suspect, long now) {
        Count count = counts.get(suspect);
        return count == null || now - count.since >= WINDOW ? 0 : count.failures;
    }

    /** Notes a wrong password, or an unknown user. */
    void failed(InetAddress source, String user, long now) {
        add(new Suspect(source, user), now);
        add(new Suspect(source, ""), now);
    }

    private void add(Suspect suspect, long now) {
        Count count = counts.computeIfAbsent(suspect, key -> new Count());
        if (now - count.since >= WINDOW) {
            count.since = now;
            count.failures = 0;
        }
        count.failures++;
    }
}
