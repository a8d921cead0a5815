package io.switchboard.server.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The last events, in a ring. Lanes write it and readers follow it, each with a place of its own, so that a slow reader
 * costs no memory: it loses its place. As long as nobody has read for {@link #KEPT} events are only counted, for what the
 * ring holds of thousands of calls is copied by several collections.
 */
public final class EventLog {
    /** How long events are kept for a reader who may come back. */
    public static final Duration KEPT = Duration.ofMinutes(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final LongSupplier clock;
    private final Event[] ring;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long last;
    /** Number of the first event since which all are in the ring, as far as it reaches. */
    private long first = 1;
    /** Until when events are kept if nobody listens. */
    private long wanted = Long.MIN_VALUE;

    /**
     * An empty log.
     *
     * @param capacity events that are kept, at least 1
     * @param clock wall-clock milliseconds since the epoch
     */
    public EventLog(int capacity, LongSupplier clock) {
        this.ring = new Event[capacity];
        this.clock = clock;
    }

    /** What a reader finds. */
    public sealed interface Batch {
        /** Events in order, none if nothing is new. */
        record Events(List<Event> events) implements Batch {
            /** Copies the list. */
            public Events {
                events = List.copyOf(events);
            }
        }

        /** The next event is no longer there. */
        record Lost() implements Batch {}
    }

    /** Appends an event. Never blocks for long; may be called by any thread. */
    public void publish(String type, Map<String, Object> data) {
        Map<String, Object> copy = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        publish(type, () -> copy);
    }

    /**
     * Appends an event whose data are made when somebody reads them: most are overwritten unread.
     *
     * @param data makes them, from what does not change any more; called by any thread
     */
    public void publish(String type, Supplier<Map<String, Object>> data) {
        lock.lock();
        try {
            long now = clock.getAsLong();
            last++;
            if (now >= wanted && listeners.isEmpty()) {
                forget();
            } else {
                ring[(int) (last % ring.length)] = new Event(last, now, type, data);
            }
        } finally {
            lock.unlock();
        }
        listeners.forEach(Runnable::run);
    }

    /** Nothing up to the last event can be read. */
    private void forget() {
        if (first < last) {
            Arrays.fill(ring, null);
        }
        first = last + 1;
    }

    /** Number of the last event, 0 if there was none; a reader's place at its beginning, from where it can go on. */
    public long last() {
        lock.lock();
        try {
            read();
            return last;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The events after one.
     *
     * @param number of the last event that the reader has seen, 0 for the beginning
     * @param most at least 1
     */
    public Batch after(long number, int most) {
        lock.lock();
        try {
            read();
            if (number < Math.max(first - 1, last - ring.length) || number > last) {
                return new Batch.Lost();
            }
            List<Event> events = new ArrayList<>();
            for (long next = number + 1; next <= last && events.size() < most; next++) {
                events.add(ring[(int) (next % ring.length)]);
            }
            return new Batch.Events(events);
        } finally {
            lock.unlock();
        }
    }

    private void read() {
        wanted = clock.getAsLong() + KEPT.toMillis();
    }

    /** Has something run after each new event, in the thread that published it; it has to be quick. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    /** Ends that. */
    public void unlisten(Runnable listener) {
        listeners.remove(listener);
        lock.lock();
        try {
            read();
        } finally {
            lock.unlock();
        }
    }
}
