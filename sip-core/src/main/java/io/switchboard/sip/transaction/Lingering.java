package io.switchboard.sip.transaction;

import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.LaneTimer;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.transport.Hop;
import org.jspecify.annotations.Nullable;

/**
 * What is left of transactions that have had their final response and all wait for the same time (Timers J, K, L): a key
 * under which repetitions are known, and the bytes that are sent again. They are over in the order in which they came, so
 * they stand in a ring of arrays. At two thousand calls a second this holds some hundred thousand of them; as objects
 * they were half of the heap, and each was copied by several collections before it was garbage.
 */
final class Lingering extends LaneTimer {
    /** Told of one that is over. */
    interface Over {
        /** @param source may be null if the transaction was a client's */
        void over(long second, Sources.@Nullable Source source);
    }

    /** Those that are over within this time, in milliseconds, go together, so that the lane need not wake for each. */
    private static final int TOGETHER = 200;

    /** Nothing is sent again. */
    private static final int SILENT = 0;

    private final Lane lane;
    private final int millis;
    private final Over listener;
    private final LongIndex index;
    private final ByteQueue bytes = new ByteQueue();
    private long[] keys = new long[256];
    private long[] seconds = new long[256];
    private long[] deadlines = new long[256];
    private long[] places = new long[256];
    private int[] lengths = new int[256];
    private @Nullable Hop[] hops = new @Nullable Hop[256];
    private Sources.@Nullable Source[] sources = new Sources.@Nullable Source[256];
    private long head;
    private long tail;

    /**
     * None yet.
     *
     * @param millis how long each of them waits, more than 0
     * @param secret random
     */
    Lingering(Lane lane, int millis, long secret, Over listener) {
        this.lane = lane;
        this.millis = millis;
        this.listener = listener;
        this.index = new LongIndex(secret);
    }

    int size() {
        return (int) (tail - head);
    }

    /**
     * Adds one.
     *
     * @param second a second key, kept for the listener; 0 for none
     * @param last sent again when the peer repeats itself, or null
     */
    void add(long key, long second, Sources.@Nullable Source source, @Nullable Hop hop, @Nullable SipMessage last) {
        if (tail - head == keys.length) {
            grow();
        }
        int at = slot(tail);
        keys[at] = key;
        seconds[at] = second;
        deadlines[at] = lane.now() + millis;
        sources[at] = source;
        if (last == null) {
            lengths[at] = SILENT;
        } else {
            lengths[at] = last.size();
            places[at] = bytes.add(last.array(), last.offset(), last.size());
            hops[at] = hop;
        }
        index.put(key, at);
        tail++;
        if (!armed()) {
            lane.arm(this, millis);
        }
    }

    /** Whether a transaction with this key lingers. */
    boolean knows(long key) {
        return index.get(key) >= 0;
    }

    /** What is to be sent again under a key that is known; null for nothing. */
    byte @Nullable [] repeat(long key) {
        int at = index.get(key);
        return at < 0 || lengths[at] == SILENT ? null : bytes.copy(places[at], lengths[at]);
    }

    /** Where it goes. */
    @Nullable Hop hop(long key) {
        int at = index.get(key);
        return at < 0 ? null : hops[at];
    }

    @Override
    protected void expired() {
        long now = lane.now();
        while (head < tail && deadlines[slot(head)] <= now) {
            int at = slot(head);
            head++;
            index.remove(keys[at], at);
            Sources.Source source = sources[at];
            hops[at] = null;
            sources[at] = null;
            listener.over(seconds[at], source);
        }
        dropBytes();
        if (head < tail) {
            lane.arm(this, Math.max(TOGETHER, deadlines[slot(head)] - now));
        }
    }

    private void dropBytes() {
        for (long i = head; i < tail; i++) {
            if (lengths[slot(i)] != SILENT) {
                bytes.dropBefore(places[slot(i)]);
                return;
            }
        }
        bytes.clear();
    }

    private int slot(long number) {
        return (int) number & (keys.length - 1);
    }

    private void grow() {
        int old = keys.length;
        long[] newKeys = new long[old * 2];
        long[] newSeconds = new long[old * 2];
        long[] newDeadlines = new long[old * 2];
        long[] newPlaces = new long[old * 2];
        int[] newLengths = new int[old * 2];
        @Nullable Hop[] newHops = new @Nullable Hop[old * 2];
        Sources.@Nullable Source[] newSources = new Sources.@Nullable Source[old * 2];
        for (long i = head; i < tail; i++) {
            int from = (int) i & (old - 1);
            int to = (int) i & (old * 2 - 1);
            newKeys[to] = keys[from];
            newSeconds[to] = seconds[from];
            newDeadlines[to] = deadlines[from];
            newPlaces[to] = places[from];
            newLengths[to] = lengths[from];
            newHops[to] = hops[from];
            newSources[to] = sources[from];
            if (index.get(keys[from]) == from) {
                index.put(newKeys[to], to);
            }
        }
        keys = newKeys;
        seconds = newSeconds;
        deadlines = newDeadlines;
        places = newPlaces;
        lengths = newLengths;
        hops = newHops;
        sources = newSources;
    }
}
