package io.switchboard.server.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Collects problems while files are read, and which keys were asked for. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();
    private final Set<String> keys = new TreeSet<>();
    private boolean unreadable;

    void add(Place place, String message) {
        found.add(new Problem(place.file(), place.line(), place.column(), place.key(), message));
    }

    /** A key that the reader knows, with {@code []} and {@code *} for members of lists and maps. */
    void known(String schemaPath) {
        keys.add(schemaPath);
    }

    Set<String> keys() {
        return keys;
    }

    /** A file cannot be read at all: what it should hold is not known, and not missed elsewhere. */
    void unreadable(Place place, String message) {
        add(place, message);
        unreadable = true;
    }

    boolean unreadable() {
        return unreadable;
    }

    boolean none() {
        return found.isEmpty();
    }

    List<Problem> sorted() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing(Problem::file)
                        .thenComparingInt(Problem::line)
                        .thenComparingInt(Problem::column))
                .toList();
    }
}
