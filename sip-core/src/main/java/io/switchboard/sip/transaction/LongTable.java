package io.switchboard.sip.transaction;

import org.jspecify.annotations.Nullable;

/**
 * Open-addressing hash table with long keys: neither boxes keys nor makes nodes, and costs about 24 bytes an entry. The
 * keys are spread by a secret odd factor, so that a peer who chooses them cannot pile them up.
 */
final class LongTable<T> {
    private final long factor;
    private long[] keys;
    private @Nullable Object[] values;
    private int shift;
    private int size;

    /** @param secret random */
    LongTable(long secret) {
        this.factor = secret | 1;
        this.keys = new long[1024];
        this.values = new @Nullable Object[1024];
        this.shift = Long.SIZE - 10;
    }

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked") // only T is put in
    @Nullable T get(long key) {
        return (T) values[find(key)];
    }

    /** Adds a value, in place of the one that has the same key. */
    void put(long key, T value) {
        int at = find(key);
        if (values[at] == null) {
            if (size >= keys.length / 3 * 2) {
                grow();
                at = find(key);
            }
            keys[at] = key;
            size++;
        }
        values[at] = value;
    }

    /**
     * Removes a value, if it is the one under the key.
     *
     * @return whether it was
     */
    @SuppressWarnings("ReferenceEquality") // entries have identity
    boolean remove(long key, T value) {
        int gap = find(key);
        if (values[gap] != value) {
            return false;
        }
        size--;
        // What was pushed on past the gap moves back, so that no probe ends too early and no tombstones are needed.
        int mask = keys.length - 1;
        for (int i = (gap + 1) & mask; values[i] != null; i = (i + 1) & mask) {
            if (((i - home(keys[i])) & mask) >= ((i - gap) & mask)) {
                keys[gap] = keys[i];
                values[gap] = values[i];
                gap = i;
            }
        }
        values[gap] = null;
        return true;
    }

    private int home(long key) {
        return (int) ((key * factor) >>> shift);
    }

    /** Where the key is, or the free place where it would be. */
    private int find(long key) {
        int mask = keys.length - 1;
        int i = home(key);
        while (values[i] != null && keys[i] != key) {
            i = (i + 1) & mask;
        }
        return i;
    }

    private void grow() {
        long[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new @Nullable Object[keys.length];
        shift--;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int at = find(oldKeys[i]);
                keys[at] = oldKeys[i];
                values[at] = oldValues[i];
            }
        }
    }
}
