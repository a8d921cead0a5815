package io.switchboard.server.records;

import io.switchboard.sip.cdr.CallRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The entries of the journal, written so that a kill at any instruction leaves each call with at least one whole entry:
 * a new version is written into free slots and set valid before the old one is freed.
 */
final class OpenCalls {
    private final Journal journal;
    private final RecordCodec codec = new RecordCodec();
    private int[] free;
    private int freeCount;
    private int known;

    /** The journal's entries; what is in it from an earlier process is found by {@link #survivors} first. */
    OpenCalls(Journal journal) {
        this.journal = journal;
        this.free = new int[journal.slots()];
    }

    /**
     * An entry of an earlier process.
     *
     * @param slot its first slot
     * @param closed whether the call had ended
     */
    record Survivor(int slot, boolean closed, long version, CallRecord record) {}

    /** What an earlier process left, one entry for each call, the newest; all other slots are free then. */
    List<Survivor> survivors() {
        Map<String, Survivor> newest = new HashMap<>();
        int slots = journal.slots();
        for (int slot = Journal.FIRST; slot < slots; slot++) {
            int state = journal.state(slot);
            if (state == Journal.FREE) {
                continue;
            }
            byte[] bytes = journal.read(slot);
            if (bytes.length == 0 || (state != Journal.OPEN && state != Journal.CLOSED)) {
                journal.state(slot, Journal.FREE);
                continue;
            }
            Survivor found =
                    new Survivor(slot, state == Journal.CLOSED, journal.version(slot), RecordCodec.decode(bytes));
            Survivor other = newest.get(found.record().id());
            boolean better = other == null || found.version() > other.version();
            if (better) {
                newest.put(found.record().id(), found);
            }
            if (other != null) {
                journal.state(better ? other.slot() : found.slot(), Journal.FREE);
            }
        }
        boolean[] used = new boolean[slots];
        for (Survivor survivor : newest.values()) {
            byte[] bytes = journal.read(survivor.slot());
            int at = survivor.slot();
            for (int done = 0; done < bytes.length; done += Journal.ROOM) {
                used[at] = true;
                at = journal.next(at);
            }
        }
        for (int slot = slots - 1; slot >= Journal.FIRST; slot--) {
            if (!used[slot]) {
                push(slot);
            }
        }
        known = slots;
        return new ArrayList<>(newest.values());
    }

    /** Whether less than a quarter of the slots is free. */
    boolean low() {
        adopt();
        return freeCount < known / 4;
    }

    /** Writes an entry and gives its first slot; -1 if the journal is full. */
    int write(CallRecord record, int state, long version) {
        codec.encode(record);
        int total = codec.length();
        int needed = (total + Journal.ROOM - 1) / Journal.ROOM;
        if (freeCount < needed) {
            adopt();
            if (freeCount < needed) {
                return -1;
            }
        }
        int crc = Journal.crc(codec.bytes(), total);
        int next = -1;
        for (int part = needed - 1; part >= 0; part--) {
            int slot = free[--freeCount];
            int from = part * Journal.ROOM;
            int size = Math.min(Journal.ROOM, total - from);
            journal.write(slot, codec.bytes(), from, size, next, version, total, crc);
            next = slot;
        }
        journal.state(next, state);
        return next;
    }

    /** Frees an entry and gives its slots back. */
    void release(int slot) {
        journal.state(slot, Journal.FREE);
        reuse(slot);
    }

    /** Gives the slots of an entry back that has been set free. */
    void reuse(int slot) {
        int at = slot;
        while (at >= 0) {
            int next = journal.next(at);
            push(at);
            at = next;
        }
    }

    /** Takes in the slots of segments that were added. */
    private void adopt() {
        int slots = journal.slots();
        while (known < slots) {
            push(known++);
        }
    }

    private void push(int slot) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * free.length);
        }
        free[freeCount++] = slot;
    }
}
