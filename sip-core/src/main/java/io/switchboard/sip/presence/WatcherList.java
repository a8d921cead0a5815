package io.switchboard.sip.presence;

import io.switchboard.sip.lane.LaneTimer;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who watches one user, for that user (RFC 3857). It is the timer that gathers changes, and has what is to be told next
 * of a list that does not fit one document.
 */
final class WatcherList extends LaneTimer {
    /** RFC 3857 section 4.10: no more often than every five seconds. */
    private static final long GATHERING_MILLIS = 5_000;
    /** Of those who are gone; an observer who is further behind is told the list from its beginning. */
    private static final int MOST_GONE = 1_000;

    private final Presences presences;
    private final Set<WatcherListSource> observers = new LinkedHashSet<>(2);
    /** Those who are gone, until all observers know. */
    private final ArrayDeque<Gone> gone = new ArrayDeque<>(0);
    /** How many were gone before the first of them. */
    private long forgotten;

    /**
     * Somebody who does not watch any more.
     *
     * @param number of the watcher, {@link PresenceSource#number}
     * @param from address of record
     * @param event why, as in RFC 3858
     */
    record Gone(long number, String id, String from, String event) {}

    WatcherList(Presences presences) {
        this.presences = presences;
    }

    boolean isEmpty() {
        return observers.isEmpty();
    }

    /** Somebody has come, or there is more to tell. */
    void changed() {
        if (!observers.isEmpty() && !armed()) {
            presences.lane.arm(this, GATHERING_MILLIS);
        }
    }

    void gone(PresenceSource watcher) {
        if (observers.isEmpty()) {
            return;
        }
        if (gone.size() == MOST_GONE) {
            forget();
        }
        gone.add(new Gone(watcher.number(), watcher.id, watcher.from, watcher.endedBy()));
        changed();
    }

    private void forget() {
        gone.poll();
        forgotten++;
    }

    /** How many were gone when those began that can still be told. */
    long forgotten() {
        return forgotten;
    }

    /** How many are gone in all. */
    long goneSoFar() {
        return forgotten + gone.size();
    }

    /** Those who went after as many as are given. */
    List<Gone> goneAfter(long count) {
        return gone.stream().skip(Math.max(0, count - forgotten)).toList();
    }

    @Override
    protected void expired() {
        List.copyOf(observers).forEach(WatcherListSource::tell);
        long all = goneSoFar();
        for (WatcherListSource observer : observers) {
            all = Math.min(all, observer.knowsGone());
        }
        while (forgotten < all) {
            forget();
        }
    }

    void end(String reason) {
        List.copyOf(observers).forEach(observer -> observer.end(reason));
    }

    void add(WatcherListSource source) {
        observers.add(source);
    }

    void remove(WatcherListSource source) {
        observers.remove(source);
        if (observers.isEmpty()) {
            presences.lane.cancel(this);
            gone.clear();
        }
    }
}
