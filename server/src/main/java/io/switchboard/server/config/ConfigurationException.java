package io.switchboard.server.config;

import java.util.List;

/** The configuration cannot be served; holds everything that is wrong with it. */
public final class ConfigurationException extends Exception {
    private final transient List<Problem> problems;

    ConfigurationException(List<Problem> problems) {
        super(String.join("\n", problems.stream().map(Problem::toString).toList()));
        this.problems = List.copyOf(problems);
    }

    /** All problems, in order of file, line and column; not empty. */
    public List<Problem> problems() {
        return problems;
    }
}
