package io.switchboard.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A mapping of the configuration. Readers ask for every key that they know; what is left when they say {@link #done} is
 * an unknown key. Every getter reports what is wrong and gives the default then, so that reading goes on to the end.
 */
final class Section {
    private final Problems problems;
    private final Place place;
    private final String schema;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Place> keys = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    Section(Problems problems, Place place, String schema, @Nullable MappingNode node) {
        this.problems = problems;
        this.place = place;
        this.schema = schema;
        if (node != null) {
            node.getValue().forEach(this::put);
        }
    }

    private void put(NodeTuple tuple) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            problems.add(at(tuple.getKeyNode(), place.key()), "a key is one word, not a list or a map");
            return;
        }
        String name = key.getValue();
        Place at = at(key, join(place.key(), name));
        Place first = keys.putIfAbsent(name, at);
        if (first != null) {
            problems.add(at, "is there twice; the first one stands in line " + first.line());
        } else {
            values.put(name, tuple.getValueNode());
        }
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private Place at(Node node, String key) {
        Mark mark = node.getStartMark().orElse(null);
        return mark == null
                ? new Place(place.file(), place.line(), place.column(), key)
                : new Place(place.file(), mark.getLine() + 1, mark.getColumn() + 1, key);
    }

    /** Where the section begins. */
    Place place() {
        return place;
    }

    /** Where a key stands; the section's place if it is absent. */
    Place place(String key) {
        return keys.getOrDefault(key, new Place(place.file(), place.line(), place.column(), join(place.key(), key)));
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    private @Nullable Node ask(String key) {
        asked.add(key);
        problems.known(join(schema, key));
        return values.get(key);
    }

    /** The value of a key that takes a single one, or null. */
    @Nullable Scalar scalar(String key) {
        Node node = ask(key);
        return node == null ? null : scalar(node, join(place.key(), key));
    }

    private @Nullable Scalar scalar(Node node, String path) {
        Place at = at(node, path);
        if (node instanceof ScalarNode scalar) {
            if (!scalar.isPlain()
                    || !(scalar.getValue().isEmpty() || scalar.getValue().equals("null"))) {
                return new Scalar(scalar.getValue(), at);
            }
            problems.add(at, "has no value");
        } else {
            problems.add(at, "takes a single value, not a list or a map");
        }
        return null;
    }

    /** The values of a key that takes one or a list of them. */
    List<Scalar> scalars(String key) {
        Node node = ask(key);
        String path = join(place.key(), key);
        List<Scalar> scalars = new ArrayList<>();
        if (node instanceof SequenceNode list) {
            int i = 0;
            for (Node member : list.getValue()) {
                Scalar scalar = scalar(member, path + "[" + i++ + "]");
                if (scalar != null) {
                    scalars.add(scalar);
                }
            }
        } else if (node != null) {
            Scalar scalar = scalar(node, path);
            if (scalar != null) {
                scalars.add(scalar);
            }
        }
        return scalars;
    }

    /** The map under a key; an empty one if it is absent. */
    Section section(String key) {
        Node node = ask(key);
        return child(node, join(place.key(), key), join(schema, key));
    }

    private Section child(@Nullable Node node, String path, String childSchema) {
        Place at = node == null ? new Place(place.file(), place.line(), place.column(), path) : at(node, path);
        if (node != null && !(node instanceof MappingNode)) {
            problems.add(at, "takes a map, as in {key: value}");
        }
        return new Section(problems, at, childSchema, node instanceof MappingNode map ? map : null);
    }

    /** The list of maps under a key. */
    List<Section> list(String key) {
        Node node = ask(key);
        String path = join(place.key(), key);
        List<Section> sections = new ArrayList<>();
        if (node instanceof SequenceNode list) {
            for (Node member : list.getValue()) {
                sections.add(child(member, path + "[" + sections.size() + "]", join(schema, key) + "[]"));
            }
        } else if (node != null) {
            problems.add(at(node, path), "takes a list, each entry beginning with '-'");
        }
        return sections;
    }

    /** The maps under a key whose own keys are names. */
    Map<String, Section> named(String key) {
        Section all = section(key);
        Map<String, Section> named = new LinkedHashMap<>();
        all.values.forEach((name, node) -> {
            Section child = all.child(node, join(all.place.key(), name), all.schema + ".*");
            named.put(name, child);
        });
        return named;
    }

    /** Parses the value of a key; what the parser throws becomes a problem. */
    <T> T parse(String key, T otherwise, Function<String, T> parser) {
        Scalar scalar = scalar(key);
        return scalar == null ? otherwise : parse(scalar, otherwise, parser);
    }

    /** Parses each of a key's values; those that cannot be are reported and left out. */
    <T> List<T> all(String key, Function<String, T> parser) {
        List<T> parsed = new ArrayList<>();
        for (Scalar scalar : scalars(key)) {
            parse(scalar, List.<T>of(), text -> List.of(parser.apply(text))).forEach(parsed::add);
        }
        return parsed;
    }

    /** Parses a value; an IllegalArgumentException becomes a problem. */
    <T> T parse(Scalar scalar, T otherwise, Function<String, T> parser) {
        try {
            return parser.apply(scalar.text());
        } catch (IllegalArgumentException e) {
            String message = e.getMessage();
            problems.add(scalar.place(), message == null ? "'" + scalar.text() + "' is not allowed here" : message);
            return otherwise;
        }
    }

    void problem(Place at, String message) {
        problems.add(at, message);
    }

    /** Reports a key that has to be there. */
    void require(String key) {
        if (!has(key)) {
            problems.add(place, "'" + key + "' is missing");
        }
    }

    /** Reports every key that nobody asked for. */
    void done() {
        for (Map.Entry<String, Place> key : keys.entrySet()) {
            if (!asked.contains(key.getKey())) {
                problems.add(key.getValue(), "unknown key" + Suggestion.of(key.getKey(), asked));
            }
        }
    }
}
