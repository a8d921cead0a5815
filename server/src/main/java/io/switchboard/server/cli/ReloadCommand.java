package io.switchboard.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code switchboard reload}. */
@Command(
        name = "reload",
        description = "Tells the running server to read its configuration again. With any problem the old one stays in"
                + " service and the problems are printed. Running calls go on with what they began with.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the new configuration is in service",
            "1:it has problems, the old one stays in service",
            "2:the command line is wrong",
            "69:no server runs"
        },
        footer = {"", "Examples:", "  switchboard reload", "  switchboard reload --data /var/lib/switchboard"})
final class ReloadCommand implements Callable<Integer> {
    @Mixin
    private final DataFolder data = new DataFolder();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        String answer = data.ask("reload", err);
        if (answer == null) {
            return ExitCode.UNAVAILABLE;
        }
        JsonNode problems = new ObjectMapper().readTree(answer).path("problems");
        problems.forEach(problem -> err.println(problem.asText()));
        if (problems.isEmpty()) {
            out.println("reloaded");
        } else {
            err.println("the old configuration stays in service");
        }
        out.flush();
        err.flush();
        return problems.isEmpty() ? ExitCode.OK : ExitCode.PROBLEMS;
    }
}
