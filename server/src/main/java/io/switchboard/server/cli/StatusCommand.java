package io.switchboard.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code switchboard status}. */
@Command(
        name = "status",
        description = "Prints the running server's counters: what runs now, and what happened since its start.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:printed", "2:the command line is wrong", "69:no server runs"},
        footer = {"", "Examples:", "  switchboard status", "  switchboard status --json"})
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private final DataFolder data = new DataFolder();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        String answer = data.ask("status", spec.commandLine().getErr());
        if (answer == null) {
            return ExitCode.UNAVAILABLE;
        }
        if (json) {
            out.println(answer);
        } else {
            JsonNode counters = new ObjectMapper().readTree(answer);
            counters.fieldNames().forEachRemaining(name -> out.printf("%-30s %s%n", name, counters.get(name)));
        }
        out.flush();
        return ExitCode.OK;
    }
}
