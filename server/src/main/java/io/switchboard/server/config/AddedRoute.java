package io.switchboard.server.config;

/**
 * A route that is added at run time.
 *
 * @param name its name, which the text gives too
 * @param text YAML or JSON, as an entry of {@code routes} in dialplan.yaml
 * @param at wall-clock milliseconds since the epoch
 * @param by name of the token that it was added with
 */
public record AddedRoute(String name, String text, long at, String by) {
    /** Longest text in characters. */
    public static final int LONGEST = 16 << 10;

    /**
     * Reads the name out of a text; nothing else of it is checked here.
     *
     * @throws ConfigurationException if it has none, or cannot be read at all
     */
    public static AddedRoute of(String text, long at, String by) throws ConfigurationException {
        Problems problems = new Problems();
        Section section = YamlFile.parse("route", "routes[]", text, problems);
        if (problems.none()) {
            section.require("name");
        }
        Scalar name = section.scalar("name");
        if (name == null || !problems.none()) {
            throw new ConfigurationException(problems.sorted());
        }
        return new AddedRoute(name.text(), text, at, by);
    }
}
