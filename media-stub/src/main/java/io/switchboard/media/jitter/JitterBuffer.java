package io.switchboard.media.jitter;

import org.jspecify.annotations.Nullable;

/**
 * Puts the packets of one stream in the order of their timestamps and says when each is due. How long packets wait
 * follows what the network does to them ({@link DelayEstimator}), within bounds. All times are ticks of the stream's
 * RTP clock, the buffer knows no other clock. Not thread-safe.
 */
public final class JitterBuffer {
    /** The most packets that wait. */
    public static final int CAPACITY = 64;

    private static final int EMPTY_BEFORE_REST = 5;

    private final int clockRate;
    private final int frame;
    private final long minimum;
    private final long maximum;
    private final DelayEstimator estimator = new DelayEstimator();
    private final @Nullable Slot[] queue = new @Nullable Slot[CAPACITY];
    private final @Nullable Slot[] free = new @Nullable Slot[CAPACITY];
    private int size;
    private int freeSlots;

    private boolean started;
    private boolean playing;
    private long newest;
    private long due;
    private long lastTaken = Long.MIN_VALUE;
    private int empty;

    private long late;
    private long duplicates;
    private long overflows;

    /** A packet that waits. It belongs to the buffer; it is the caller's from {@link #take} to the next call. */
    public static final class Slot {
        /** The payload, from index 0; may be longer than it. */
        public byte[] payload = new byte[172];
        /** Bytes of the payload. */
        public int length;

        long timestamp;
    }

    /** What is due now. */
    public enum Due {
        /** A packet: {@link JitterBuffer#take} gives it. */
        PACKET,
        /** Nothing that is there: {@link JitterBuffer#missing} ticks are to be made up for. */
        MISSING,
        /** Nothing at all: the stream rests, or gathers packets before it starts. */
        NOTHING
    }

    /**
     * A buffer.
     *
     * @param clockRate the stream's RTP clock in Hz
     * @param minimumMillis the least time that packets wait where the network is perfect, in ms
     * @param maximumMillis the most that they are let wait, in ms
     */
    public JitterBuffer(int clockRate, int minimumMillis, int maximumMillis) {
        this.clockRate = clockRate;
        frame = clockRate / 50;
        minimum = (long) clockRate * minimumMillis / 1000;
        maximum = (long) clockRate * maximumMillis / 1000;
    }

    /**
     * Takes a packet in.
     *
     * @param timestamp32 its RTP timestamp
     * @param length bytes of its payload, which the caller copies into the slot
     * @param now when it arrived, in ticks
     * @return where its payload goes, or null if it is too late, a duplicate, or one too many
     */
    public @Nullable Slot put(long timestamp32, int length, long now) {
        long timestamp = started ? newest + (int) (timestamp32 - newest) : timestamp32;
        if (started && estimator.jumped(now - timestamp, clockRate)) {
            reset();
            timestamp = timestamp32;
        }
        if (!started || timestamp > newest) {
            newest = timestamp;
        }
        started = true;
        estimator.add(now - timestamp);
        if (timestamp <= lastTaken || (timestamp < due && playing)) {
            late++;
            return null;
        }
        int at = size;
        while (at > 0 && slot(at - 1).timestamp > timestamp) {
            at--;
        }
        if (at > 0 && slot(at - 1).timestamp == timestamp) {
            duplicates++;
            return null;
        }
        if (size == CAPACITY) {
            overflows++;
            return null;
        }
        Slot slot = freeSlots > 0 ? spare() : new Slot();
        if (slot.payload.length < length) {
            slot.payload = new byte[length];
        }
        slot.timestamp = timestamp;
        slot.length = length;
        System.arraycopy(queue, at, queue, at + 1, size - at);
        queue[at] = slot;
        size++;
        return slot;
    }

    /**
     * Says what is due.
     *
     * @param now in ticks
     */
    public Due next(long now) {
        if (!playing && !start(now)) {
            return Due.NOTHING;
        }
        if (size == 0) {
            if (++empty > EMPTY_BEFORE_REST) {
                playing = false;
                return Due.NOTHING;
            }
            return Due.MISSING;
        }
        long gap = slot(0).timestamp - due;
        if (gap <= 0) {
            empty = 0;
            return Due.PACKET;
        }
        if (gap > clockRate / 4) {
            playing = false; // the sender was silent on purpose: what follows is a beginning
            return start(now) ? Due.PACKET : Due.NOTHING;
        }
        return Due.MISSING;
    }

    /** Begins to play once the first packet has waited long enough; what has waited too long by far is skipped. */
    private boolean start(long now) {
        while (size > 1 && now - slot(0).timestamp > wanted() + 2L * frame) {
            remove();
            late++;
        }
        if (size == 0 || now - slot(0).timestamp < wanted()) {
            return false;
        }
        playing = true;
        empty = 0;
        due = slot(0).timestamp;
        return true;
    }

    /** The packet that is due, after {@link Due#PACKET}; {@link #played} says how long it was. */
    public Slot take() {
        lastTaken = slot(0).timestamp;
        return remove();
    }

    /** The next packet if it follows at once what is missing now, else null: it may carry a copy of it. */
    public @Nullable Slot successor() {
        return size > 0 && slot(0).timestamp - due <= frame ? slot(0) : null;
    }

    /** Ticks to make up for after {@link Due#MISSING}: a frame of 20 ms, or up to the next packet. */
    public int missing() {
        return size == 0 ? frame : (int) Math.min(frame, slot(0).timestamp - due);
    }

    /** Takes note that so much has been played, or made up for. */
    public void played(long ticks) {
        due += ticks;
    }

    /**
     * How much longer than needed the packet that is due has waited, in ticks; negative if too short, so that some will
     * come too late.
     *
     * @param now in ticks
     */
    public long excess(long now) {
        return playing ? now - due - wanted() : 0;
    }

    /** The delay that is aimed at, in ms above the fastest packet's. */
    public double targetMillis() {
        return (wanted() - estimator.fastest()) * 1000.0 / clockRate;
    }

    /** At which time, less its timestamp, a packet should be played. */
    private long wanted() {
        return estimator.fastest() + Math.max(minimum, Math.min(maximum, estimator.spread() + frame / 2));
    }

    /** Forgets everything: another stream begins. */
    public void reset() {
        while (size > 0) {
            remove();
        }
        estimator.reset();
        started = false;
        playing = false;
        lastTaken = Long.MIN_VALUE;
        empty = 0;
    }

    private Slot slot(int index) {
        Slot slot = queue[index];
        if (slot == null) {
            throw new IllegalStateException("no packet at " + index + " of " + size);
        }
        return slot;
    }

    private Slot remove() {
        Slot slot = slot(0);
        size--;
        System.arraycopy(queue, 1, queue, 0, size);
        queue[size] = null;
        if (freeSlots < CAPACITY) {
            free[freeSlots++] = slot;
        }
        return slot;
    }

    private Slot spare() {
        Slot slot = free[--freeSlots];
        free[freeSlots] = null;
        return slot == null ? new Slot() : slot;
    }

    /** Packets that wait. */
    public int size() {
        return size;
    }

    /** Packets that came too late to be played. */
    public long late() {
        return late;
    }

    /** Packets that were there already. */
    public long duplicates() {
        return duplicates;
    }

    /** Packets for which there was no room. */
    public long overflows() {
        return overflows;
    }
}
