package io.switchboard.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeType;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads one file into its top section. Scalars stay text; anchors are bounded. */
final class YamlFile {
    private static final int MAX_CHARACTERS = 256 << 20;
    private static final int MAX_ALIASES = 50;

    private YamlFile() {}

    /** The file's top section; an empty one, and a problem, if it cannot be read. */
    static Section read(Path folder, String name, Problems problems) {
        return parse(name, "", text(folder, name, problems), problems);
    }

    /** The file's text; an empty one, and a problem, if it cannot be read. */
    static String text(Path folder, String name, Problems problems) {
        Place start = new Place(name, 1, 1, "");
        try {
            return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            problems.unreadable(start, "there is no such file in " + folder);
        } catch (IOException e) {
            problems.unreadable(start, "cannot be read as UTF-8 text: " + e.getMessage());
        }
        return "";
    }

    /**
     * The top section of a text.
     *
     * @param name what problems call it
     * @param schema path of its keys among all known ones
     */
    static Section parse(String name, String schema, String text, Problems problems) {
        Place start = new Place(name, 1, 1, "");
        MappingNode top = null;
        try {
            top = top(text, start, problems);
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark();
            Place place = new Place(
                    name,
                    mark.map(Mark::getLine).orElse(0) + 1,
                    mark.map(Mark::getColumn).orElse(0) + 1,
                    "");
            problems.unreadable(place, "is no YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.unreadable(start, "is no YAML: " + e.getMessage());
        }
        return new Section(problems, start, schema, top);
    }

    private static @Nullable MappingNode top(String text, Place start, Problems problems) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(start.file())
                .setCodePointLimit(MAX_CHARACTERS)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .build();
        Node node = new Compose(settings).composeString(text).orElse(null);
        if (node == null
                || (node instanceof ScalarNode scalar && scalar.getValue().isEmpty())) {
            return null; // only comments: all defaults
        }
        if (node.getNodeType() != NodeType.MAPPING) {
            problems.unreadable(start, "should hold keys with values, as in 'key: value'");
            return null;
        }
        return (MappingNode) node;
    }
}
