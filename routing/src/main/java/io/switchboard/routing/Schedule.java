package io.switchboard.routing;

import com.google.common.base.Splitter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Hours of the week and days of the year, in their own time zones: {@code mon-fri 09:00-17:00 Europe/Amsterdam, sat
 * 10:00-14:00, not 2026-12-25}. Commas part windows; an instant is inside if one of them holds it and none that begins
 * with {@code not} does. Local time counts, so that 09:00 stays 09:00 when the clocks change; the hour that comes twice
 * is inside twice.
 */
public final class Schedule {
    /** No limit of time. */
    public static final Schedule ALWAYS = new Schedule("always", List.of(), List.of());

    private final String text;
    private final List<TimeWindow> windows;
    private final List<TimeWindow> exceptions;

    private Schedule(String text, List<TimeWindow> windows, List<TimeWindow> exceptions) {
        this.text = text;
        this.windows = List.copyOf(windows);
        this.exceptions = List.copyOf(exceptions);
    }

    /**
     * Parses a schedule. A window's zone stands last in it; a window without one takes that of the next window that has
     * one, then the default.
     *
     * @throws IllegalArgumentException with what is wrong and what was meant
     */
    public static Schedule parse(String text, ZoneId defaultZone) {
        List<String> specs = Splitter.on(',').trimResults().splitToList(text);
        List<TimeWindow> windows = new ArrayList<>();
        List<TimeWindow> exceptions = new ArrayList<>();
        ZoneId zone = defaultZone;
        for (int i = specs.size() - 1; i >= 0; i--) {
            List<String> words = new ArrayList<>(
                    Splitter.on(' ').omitEmptyStrings().trimResults().splitToList(specs.get(i)));
            boolean exception = !words.isEmpty() && words.get(0).equals("not");
            if (exception) {
                words.remove(0);
            }
            if (!words.isEmpty() && isZone(words.get(words.size() - 1))) {
                zone = zone(words.remove(words.size() - 1));
            }
            if (words.isEmpty()) {
                throw new IllegalArgumentException("an empty window in '" + text
                        + "': days, hours or both are meant, as in 'mon-fri 09:00-17:00 Europe/Amsterdam'");
            }
            (exception ? exceptions : windows).add(TimeWindow.parse(words, zone));
        }
        if (windows.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' only takes time away: it needs a window without 'not'");
        }
        return new Schedule(text, windows, exceptions);
    }

    private static boolean isZone(String word) {
        return word.indexOf('/') > 0 || word.equals("UTC") || word.equals("GMT") || word.equals("Z");
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "unknown time zone '" + name + "': a name as Europe/Amsterdam or UTC is meant", e);
        }
    }

    /** Whether it has no limit. */
    public boolean always() {
        return windows.isEmpty();
    }

    /** Whether an instant is inside. */
    public boolean contains(Instant instant) {
        return windows.isEmpty() || (any(windows, instant) && !any(exceptions, instant));
    }

    private static boolean any(List<TimeWindow> windows, Instant instant) {
        for (int i = 0; i < windows.size(); i++) {
            TimeWindow window = windows.get(i);
            if (window.contains(instant.atZone(window.zone()).toLocalDateTime())) {
                return true;
            }
        }
        return false;
    }

    /** Whether some instant may be inside both; "yes" where that is not plain to see. */
    boolean overlaps(Schedule other) {
        if (always() || other.always()) {
            return true;
        }
        return windows.stream().anyMatch(a -> other.windows.stream().anyMatch(a::overlaps));
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Schedule other && windows.equals(other.windows) && exceptions.equals(other.exceptions);
    }

    @Override
    public int hashCode() {
        return windows.hashCode() * 31 + exceptions.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
