package io.switchboard.sip.transaction;

/**
 * Open-addressing hash table from long keys to small numbers. Unlike {@link LongTable} it refers to no objects, so that
 * the garbage collector has nothing to look through, however large it is. The keys are spread by a secret odd factor.
 * A key and its number stand side by side, so that a look-up takes one line of the cache.
 */
final class LongIndex {
    private final long factor;
    /** By turns a key and its number plus 1; 0 there is a free place. */
    private long[] places;

    private int shift;
    private int size;

    /** @param secret random */
    LongIndex(long secret) {
        this.factor = secret | 1;
        this.places = new long[2 * 1024];
        this.shift = Long.SIZE - 10;
    }

    int size() {
        return size;
    }

    /** The number under a key, or -1. */
    int get(long key) {
        return (int) places[find(key) + 1] - 1;
    }

    /**
     * Puts a number under a key, in place of the one that was there.
     *
     * @param value at least 0
     */
    void put(long key, int value) {
        int at = find(key);
        if (places[at + 1] == 0) {
            if (size >= places.length / 3) {
                grow();
                at = find(key);
            }
            places[at] = key;
            size++;
        }
        places[at + 1] = value + 1L;
    }

    /** Removes a key, if this number is under it. */
    void remove(long key, int value) {
        int gap = find(key);
        if (places[gap + 1] != value + 1L) {
            return;
        }
        size--;
        // What was pushed on past the gap moves back, so that no probe ends too early and no tombstones are needed.
        int mask = places.length - 1;
        for (int i = (gap + 2) & mask; places[i + 1] != 0; i = (i + 2) & mask) {
            if (((i - home(places[i])) & mask) >= ((i - gap) & mask)) {
                places[gap] = places[i];
                places[gap + 1] = places[i + 1];
                gap = i;
            }
        }
        places[gap + 1] = 0;
    }

    private int home(long key) {
        return (int) ((key * factor) >>> shift) << 1;
    }

    /** Where the key is, or the free place where it would be. */
    private int find(long key) {
        int mask = places.length - 1;
        int i = home(key);
        while (places[i + 1] != 0 && places[i] != key) {
            i = (i + 2) & mask;
        }
        return i;
    }

    private void grow() {
        long[] old = places;
        places = new long[old.length * 2];
        shift--;
        for (int i = 0; i < old.length; i += 2) {
            if (old[i + 1] != 0) {
                int at = find(old[i]);
                places[at] = old[i];
                places[at + 1] = old[i + 1];
            }
        }
    }
}
