package io.switchboard.sip.auth;

import org.jspecify.annotations.Nullable;

/**
 * Which nonce counts (nc) have been used: for each nonce the highest, and a window of 64 below it, so that requests may
 * overtake each other but never come twice (RFC 7616 section 3.4). Nonces are kept in two generations. When the younger
 * is full or as old as a nonce lives, the elder is dropped: its nonces have expired, or are refused from then on by
 * their age. For one thread.
 */
final class NonceUse {
    private static final class Generation {
        long[] ids = new long[1024];
        long[] highest = new long[1024];
        long[] seen = new long[1024];
        int size;
        long youngest = Long.MIN_VALUE;
    }

    private final int capacity;
    private final long lifetime;
    private Generation current = new Generation();
    private @Nullable Generation previous;
    private long turned;
    private long floor = Long.MIN_VALUE;

    /**
     * Nothing used yet.
     *
     * @param capacity nonces of one generation
     * @param lifetime of a nonce, in milliseconds
     */
    NonceUse(int capacity, long lifetime) {
        this.capacity = capacity;
        this.lifetime = lifetime;
    }

    /** Notes the use of a nonce with a count; false if it was used before, or may have been. */
    boolean use(NonceMint.Minted nonce, long nc, long now) {
        if (now - turned > lifetime || current.size >= capacity) {
            turn(now);
        }
        long id = nonce.id() == 0 ? 1 : nonce.id(); // 0 marks a free place
        Generation elder = previous;
        if (elder != null) {
            int at = find(elder, id);
            if (elder.ids[at] == id) {
                return advance(elder, at, nc);
            }
        }
        int at = find(current, id);
        if (current.ids[at] == id) {
            return advance(current, at, nc);
        }
        if (nonce.minted() <= floor) {
            return false; // it may have been among those that were dropped
        }
        current.ids[at] = id;
        current.highest[at] = nc;
        current.seen[at] = 1;
        current.youngest = Math.max(current.youngest, nonce.minted());
        if (++current.size * 2 > current.ids.length) {
            grow(current);
        }
        return true;
    }

    private void turn(long now) {
        Generation elder = previous;
        if (elder != null) {
            floor = Math.max(floor, elder.youngest);
        }
        previous = current;
        current = new Generation();
        turned = now;
    }

    private static boolean advance(Generation in, int at, long nc) {
        long ahead = nc - in.highest[at];
        if (ahead > 0) {
            in.seen[at] = ahead >= 64 ? 1 : in.seen[at] << ahead | 1;
            in.highest[at] = nc;
            return true;
        }
        long bit = ahead <= -64 ? 0 : 1L << -ahead;
        if (bit == 0 || (in.seen[at] & bit) != 0) {
            return false;
        }
        in.seen[at] |= bit;
        return true;
    }

    /** Ids are random and ours, so their low bits serve as hash. */
    private static int find(Generation in, long id) {
        int mask = in.ids.length - 1;
        int at = (int) id & mask;
        while (in.ids[at] != 0 && in.ids[at] != id) {
            at = at + 1 & mask;
        }
        return at;
    }

    private static void grow(Generation in) {
        long[] ids = in.ids;
        long[] highest = in.highest;
        long[] seen = in.seen;
        in.ids = new long[2 * ids.length];
        in.highest = new long[in.ids.length];
        in.seen = new long[in.ids.length];
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] != 0) {
                int at = find(in, ids[i]);
                in.ids[at] = ids[i];
                in.highest[at] = highest[i];
                in.seen[at] = seen[i];
            }
        }
    }
}
