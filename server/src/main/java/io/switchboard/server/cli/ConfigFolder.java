package io.switchboard.server.cli;

import io.switchboard.server.config.Configuration;
import io.switchboard.server.config.ConfigurationException;
import io.switchboard.server.config.ConfigurationLoader;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --config}, common to several commands. */
final class ConfigFolder {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "DIR",
            description =
                    "Folder with switchboard.yaml, accounts.yaml, trunks.yaml and dialplan.yaml (default: config).")
    private Path folder = Path.of("config");

    Path path() {
        return folder;
    }

    /** The configuration; null after its problems have been printed, one a line. */
    @Nullable Configuration load(PrintWriter err) {
        try {
            return ConfigurationLoader.load(folder);
        } catch (ConfigurationException e) {
            e.problems().forEach(err::println);
            int count = e.problems().size();
            err.println(count + (count == 1 ? " problem in " : " problems in ") + folder);
            err.flush();
            return null;
        }
    }
}
