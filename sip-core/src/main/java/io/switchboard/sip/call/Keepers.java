package io.switchboard.sip.call;

import java.util.HashSet;
import java.util.Set;

/** Reasons for which a call stays in its room even with two. */
final class Keepers {
    private final Set<Integer> silenced = new HashSet<>();
    private boolean pinned;
    private boolean recorded;

    /** An administrator wants it, or not any more. */
    void pin(boolean on) {
        pinned = on;
    }

    void record(boolean on) {
        recorded = on;
    }

    /**
     * A participant is muted or deaf, which needs a mixer, or neither.
     *
     * @return false if it was so before
     */
    boolean silence(int id, boolean on) {
        return on ? silenced.add(id) : silenced.remove(id);
    }

    boolean any() {
        return pinned || recorded || !silenced.isEmpty();
    }
}
