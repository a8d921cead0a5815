package io.switchboard.server.cli;

import io.switchboard.server.control.ControlClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --data} of commands to a running server. */
final class DataFolder {
    @Option(names = "--data", paramLabel = "DIR", description = "The running server's data folder (default: data).")
    private Path folder = Path.of("data");

    /** The server's answer; null after it has been printed that none runs. */
    @Nullable String ask(String command, PrintWriter err) {
        try {
            return ControlClient.ask(folder, command);
        } catch (IOException e) {
            err.println("no server runs with the data folder " + folder + " (" + e.getMessage() + ")");
            err.flush();
            return null;
        }
    }
}
