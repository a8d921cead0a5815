package io.switchboard.server.cli;

import io.switchboard.server.config.Configuration;
import io.switchboard.server.config.ConfigurationException;
import io.switchboard.server.node.Logs;
import io.switchboard.server.node.Service;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code switchboard serve}. */
@Command(
        name = "serve",
        description = "Serves in the foreground until it is told to stop. SIGTERM or Ctrl-C stops gracefully, SIGHUP"
                + " reloads the configuration.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped as asked",
            "1:the configuration has problems",
            "2:the command line is wrong",
            "69:an address cannot be bound, or the data folder cannot be used"
        },
        footer = {
            "",
            "Examples:",
            "  switchboard serve",
            "  switchboard serve --config /etc/switchboard --data /var/lib/switchboard"
        })
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private final ConfigFolder config = new ConfigFolder();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder for the database and the call records; made if needed (default: data).")
    private Path data = Path.of("data");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Configuration configuration = config.load(err);
        if (configuration == null) {
            return ExitCode.PROBLEMS;
        }
        Logs.configure(configuration.logging());
        try {
            Service.run(configuration, config.path(), data);
            return ExitCode.OK;
        } catch (ConfigurationException e) {
            e.problems().forEach(err::println);
            err.println("A route that was added earlier does not fit any more: mend the files, or remove the route with"
                    + " 'switchboard route remove NAME --offline'.");
            err.flush();
            return ExitCode.PROBLEMS;
        } catch (IOException e) {
            err.println("switchboard cannot serve: " + e.getMessage());
            err.flush();
            return ExitCode.UNAVAILABLE;
        }
    }
}
