package io.switchboard.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code switchboard route add}. */
@Command(
        name = "add",
        description = "Adds a route to the running server's dial plan. It is checked as those of the files are, takes"
                + " effect at once, and is kept until 'route remove'.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is in service",
            "1:it does not fit into the plan, which stays as it was",
            "2:the command line is wrong",
            "69:no server runs"
        },
        footer = {
            "",
            "Examples:",
            "  switchboard route add '{name: rooms, match: {pattern: \"3XXX\"}, to: \"conference:$${number}\"}'",
            "  switchboard route add @route.yaml",
            "  switchboard route add - < route.yaml"
        })
final class RouteAddCommand implements Callable<Integer> {
    @Mixin
    private final ApiClient api = new ApiClient();

    @Parameters(
            paramLabel = "ROUTE",
            description = "YAML or JSON, as an entry of 'routes' in dialplan.yaml; @FILE reads it from a file, - from"
                    + " standard input.")
    private String route = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private CommandSpec spec;

    @Override
    public Integer call() {
        return api.run("POST", "/routes", "application/yaml", text(), spec, answer -> {
            PrintWriter out = spec.commandLine().getOut();
            out.println("route '" + answer.path("name").asText() + "' is in service");
            return ExitCode.OK;
        });
    }

    private String text() {
        try {
            if (route.equals("-")) {
                return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            }
            return route.startsWith("@") ? Files.readString(Path.of(route.substring(1))) : route;
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "the route cannot be read: " + e.getMessage(), e);
        }
    }
}
