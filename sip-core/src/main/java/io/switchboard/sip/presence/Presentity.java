package io.switchboard.sip.presence;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.lane.LaneTimer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One user who publishes or is watched (RFC 3856's presentity). Changes of a moment are gathered, no watcher is told more
 * often than the throttle says, and one document is made for all of them. It is the timer of that.
 */
final class Presentity extends LaneTimer {
    /** A phone that registers publishes at once: one notification tells both. */
    private static final long GATHERING_MILLIS = 100;

    final String aor;
    final WatcherList observed;
    ImmutableList<Publication> publications = ImmutableList.of();

    private final Presences presences;
    private final Set<PresenceSource> watchers = new LinkedHashSet<>();
    private final LaneTimer expiry = new LaneTimer() {
        @Override
        protected void expired() {
            presences.elapsed(Presentity.this);
        }
    };
    private byte @Nullable [] document;
    private boolean stale;
    /** Watchers that there were. */
    private long numbered;

    private long toldAt = Long.MIN_VALUE / 2;

    Presentity(Presences presences, String aor) {
        this.presences = presences;
        this.aor = aor;
        this.observed = new WatcherList(presences);
    }

    /** Takes the outcome of a step. */
    void set(ImmutableList<Publication> next, boolean changed) {
        publications = next;
        long first = Long.MAX_VALUE;
        for (Publication each : next) {
            first = Math.min(first, each.expiresAt());
        }
        if (next.isEmpty()) {
            presences.lane.cancel(expiry);
        } else {
            presences.lane.arm(expiry, Math.max(0, first - presences.lane.now()));
        }
        if (changed) {
            changed();
        }
    }

    /** Something that the document tells may be different. */
    void changed() {
        stale = true;
        if (!watchers.isEmpty() && !armed()) {
            long open = toldAt + presences.settings().throttleMillis() - presences.lane.now();
            presences.lane.arm(this, Math.max(GATHERING_MILLIS, open));
        }
    }

    @Override
    protected void expired() {
        toldAt = presences.lane.now();
        byte[] now = document();
        for (PresenceSource watcher : List.copyOf(watchers)) {
            watcher.tell(now);
        }
    }

    /** The state now; the same array as long as it is the same. */
    byte[] document() {
        byte[] known = document;
        if (known == null || stale) {
            stale = false;
            byte[] now = presences.compose(aor, publications);
            if (known == null || !Arrays.equals(known, now)) {
                document = now;
                return now;
            }
        }
        return known;
    }

    void watch(PresenceSource watcher) {
        watchers.add(watcher);
        watcher.numbered(++numbered);
        observed.changed();
    }

    void unwatch(PresenceSource watcher) {
        if (watchers.remove(watcher)) {
            observed.gone(watcher);
        }
        if (watchers.isEmpty()) {
            presences.lane.cancel(this);
        }
    }

    List<PresenceSource> watchers() {
        return List.copyOf(watchers);
    }

    /** Whether it can be forgotten. */
    boolean idle() {
        return publications.isEmpty() && watchers.isEmpty() && observed.isEmpty();
    }

    void close() {
        presences.lane.cancel(this);
        presences.lane.cancel(expiry);
        presences.lane.cancel(observed);
    }
}
