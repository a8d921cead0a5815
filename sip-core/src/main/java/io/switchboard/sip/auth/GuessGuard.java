package io.switchboard.sip.auth;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows those who guess passwords: after some failures of one source for one user that source waits, while the user comes
 * in from anywhere else. Bounded; for one lane.
 */
public final class GuessGuard {
    private static final int ALLOWED = 10;
    private static final long WINDOW_MILLIS = 60_000;
    private static final int TRACKED = 50_000;

    /** Failures since the first of them. */
    private record Failures(int count, long since) {}

    private final Map<String, Failures> sources = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > TRACKED;
        }
    };

    /** Whether this source has to wait before it may try this user again. */
    boolean waits(String source, String user, long nowMillis) {
        if (sources.isEmpty()) {
            return false;
        }
        Failures failures = sources.get(key(source, user));
        return failures != null && failures.count >= ALLOWED && nowMillis - failures.since < WINDOW_MILLIS;
    }

    void failed(String source, String user, long nowMillis) {
        sources.merge(
                key(source, user),
                new Failures(1, nowMillis),
                (old, one) -> nowMillis - old.since < WINDOW_MILLIS ? new Failures(old.count + 1, old.since) : one);
    }

    private static String key(String source, String user) {
        return source + ' ' + user;
    }
}
