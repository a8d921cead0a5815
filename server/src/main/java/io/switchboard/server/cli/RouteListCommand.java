package io.switchboard.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code switchboard route list}. */
@Command(
        name = "list",
        description = "Lists the running server's routes: those of its files, then those that were added.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:printed", "1:refused", "2:the command line is wrong", "69:no server runs"},
        footer = {"", "Examples:", "  switchboard route list", "  switchboard route list --json"})
final class RouteListCommand implements Callable<Integer> {
    @Mixin
    private final ApiClient api = new ApiClient();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private CommandSpec spec;

    @Override
    public Integer call() {
        return api.run("GET", "/routes", "", spec, answer -> {
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(answer);
            } else {
                answer.path("routes").forEach(route -> print(out, route));
            }
            return ExitCode.OK;
        });
    }

    private static void print(PrintWriter out, JsonNode route) {
        out.printf(
                "%-20s %5s  %s -> %s  (%s)%n",
                route.path("name").asText(),
                route.path("priority").asText(),
                words(route.path("match")),
                words(route.path("to")),
                route.path("origin").asText());
    }

    private static String words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(each -> words.add(each.asText()));
        return String.join(", ", words);
    }
}
