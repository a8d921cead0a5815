package io.switchboard.sip.conference;

import io.switchboard.sip.lane.Lane;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Numbers for the states of rooms (RFC 4575, attribute "version"). A room that comes again under its name, also after
 * a restart, goes on above all numbers that it ever had, so that nobody takes what has changed since an old state for
 * something else. For that the numbers follow the clock: they count quarters of seconds since the beginning of 2026, and
 * no room runs ahead of them, however often it comes again. They fit the 32 bits that they have until 2060.
 */
final class RoomVersions {
    static final long STEP_MILLIS = 250;
    private static final long EPOCH = 1_767_225_600_000L; // 2026-01-01T00:00:00Z

    private final Lane lane;
    /** By the wall clock when this began: it may be set meanwhile. */
    private final long begun;
    /** The last numbers of rooms that have just gone. */
    private final Map<String, Long> lately = new LinkedHashMap<>();

    RoomVersions(Lane lane) {
        this.lane = lane;
        this.begun = Math.max(STEP_MILLIS, lane.wallClock() - EPOCH) - lane.now();
    }

    /** The highest number that a room may have now. */
    long highest() {
        return (begun + lane.now()) / STEP_MILLIS;
    }

    /** How long until a room may have a number, at least 0. */
    long millisUntil(long version) {
        return Math.max(0, version * STEP_MILLIS - begun - lane.now());
    }

    /**
     * The first number of a room that is opened now which nobody can have of a room before it. It is the one after {@link
     * #highest} if that room went within the same quarter of a second.
     */
    long own(String uri) {
        Long last = lately.remove(uri);
        return last == null ? highest() : Math.max(highest(), last + 1);
    }

    /**
     * A room is gone; its number is kept until the clock has passed it.
     *
     * @param version the last that somebody may have
     */
    void last(String uri, long version) {
        lately.put(uri, version);
        long passed = highest();
        for (Iterator<Long> old = lately.values().iterator(); old.hasNext() && old.next() < passed; ) {
            old.remove();
        }
    }
}
