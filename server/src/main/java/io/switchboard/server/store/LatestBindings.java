package io.switchboard.server.store;

import io.switchboard.sip.registrar.Binding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of each binding that a part of the journal tells of: its latest state, or that it is gone. */
final class LatestBindings implements BindingCodec.Reader {
    /** A binding of an address of record; ordered as the table's index is. */
    private record Key(String aor, String key) implements Comparable<Key> {
        // Written out, as this is done for every change: the record's own go through method handles.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && aor.equals(that.aor) && key.equals(that.key);
        }

        @Override
        public int hashCode() {
            return 31 * aor.hashCode() + key.hashCode();
        }

        @Override
        public int compareTo(Key other) {
            int order = aor.compareTo(other.aor);
            return order != 0 ? order : key.compareTo(other.key);
        }
    }

    /**
     * A row of the table.
     *
     * @param binding what is to stand there; empty if the row is to go
     */
    record Row(String aor, String key, Optional<Binding> binding) {}

    private final Map<Key, Optional<Binding>> latest = new HashMap<>();

    @Override
    public void saved(Binding binding) {
        latest.put(new Key(binding.aor(), binding.key()), Optional.of(binding));
    }

    @Override
    public void gone(String aor, String key) {
        latest.put(new Key(aor, key), Optional.empty());
    }

    int size() {
        return latest.size();
    }

    /** All, in the order in which the table has them, so that neighbours are written together. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>(latest.size());
        latest.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry ->
                        rows.add(new Row(entry.getKey().aor(), entry.getKey().key(), entry.getValue())));
        return rows;
    }
}
