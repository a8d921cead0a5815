package io.switchboard.sip.transaction;

/**
 * Open-addressing hash table from long keys to small numbers. Unlike {@link LongTable} it refers to no objects, so that
 * the garbage collector has nothing to look through, however large it is. The keys are spread by a secret odd factor.
 */
final class LongIndex {
    private final long factor;
    private long[] keys;
    private int[] values;
    private int shift;
    private int size;

    /** @param secret random */
    LongIndex(long secret) {
        this.factor = secret | 1;
        this.keys = new long[1024];
        this.values = new int[1024];
        this.shift = Long.SIZE - 10;
    }

    int size() {
        return size;
    }

    /** The number under a key, or -1. */
    int get(long key) {
        return values[find(key)] - 1;
    }

    /**
     * Puts a number under a key, in place of the one that was there.
     *
     * @param value at least 0
     */
    void put(long key, int value) {
        int at = find(key);
        if (values[at] == 0) {
            if (size >= keys.length / 3 * 2) {
                grow();
                at = find(key);
            }
            keys[at] = key;
            size++;
        }
        values[at] = value + 1;
    }

    /** Removes a key, if this number is under it. */
    void remove(long key, int value) {
        int gap = find(key);
        if (values[gap] != value + 1) {
            return;
        }
        size--;
        // What was pushed on past the gap moves back, so that no probe ends too early and no tombstones are needed.
        int mask = keys.length - 1;
        for (int i = (gap + 1) & mask; values[i] != 0; i = (i + 1) & mask) {
            if (((i - home(keys[i])) & mask) >= ((i - gap) & mask)) {
                keys[gap] = keys[i];
                values[gap] = values[i];
                gap = i;
            }
        }
        values[gap] = 0;
    }

    private int home(long key) {
        return (int) ((key * factor) >>> shift);
    }

    /** Where the key is, or the free place where it would be. */
    private int find(long key) {
        int mask = keys.length - 1;
        int i = home(key);
        while (values[i] != 0 && keys[i] != key) {
            i = (i + 1) & mask;
        }
        return i;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new int[keys.length];
        shift--;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != 0) {
                int at = find(oldKeys[i]);
                keys[at] = oldKeys[i];
                values[at] = oldValues[i];
            }
        }
    }
}
