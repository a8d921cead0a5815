package io.switchboard.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code switchboard calls}. */
@Command(
        name = "calls",
        description = "Lists the calls that run, with their participants.",
        mixinStandardHelpOptions = true,
        subcommands = CallsCommand.Show.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:printed", "1:refused", "2:the command line is wrong", "69:no server runs"},
        footer = {
            "",
            "Examples:",
            "  switchboard calls",
            "  switchboard calls --json --limit 1000",
            "  switchboard calls show wkYrVqXCrRHDeAgRZC9TQg"
        })
final class CallsCommand implements Callable<Integer> {
    @Mixin
    private final ApiClient api = new ApiClient();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(names = "--limit", paramLabel = "N", description = "How many at most, 1 to 1000 (default: 100).")
    private String limit = "";

    @Option(names = "--after", paramLabel = "ID", description = "Only those that began after this call.")
    private String after = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private CommandSpec spec;

    @Override
    public Integer call() {
        String path = "/calls" + ApiClient.query("limit", limit, "after", after);
        return api.run("GET", path, "", spec, answer -> {
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(answer);
                return ExitCode.OK;
            }
            answer.path("calls").forEach(call -> print(out, call));
            if (answer.has("next")) {
                out.println("There may be more: --after " + answer.path("next").asText());
            }
            return ExitCode.OK;
        });
    }

    static void print(PrintWriter out, JsonNode call) {
        out.printf(
                "%s  %-12s since %s  %s -> %s%s%n",
                call.path("id").asText(),
                call.path("state").asText(),
                call.path("answered").isNull()
                        ? call.path("started").asText()
                        : call.path("answered").asText(),
                call.path("from").asText(),
                call.path("dialled").asText(),
                call.path("conference").isNull()
                        ? ""
                        : "  conference " + call.path("conference").asText());
        for (JsonNode one : call.path("participants")) {
            out.printf(
                    "  %-4s %-8s %s  %s%n",
                    one.path("id").asText(),
                    one.path("stage").asText(),
                    one.path("party").asText(),
                    one.path("uri").asText());
        }
    }

    /** {@code switchboard calls show}. */
    @Command(
            name = "show",
            description = "Shows one call.",
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:printed", "1:there is no such call", "2:the command line is wrong", "69:no server runs"},
            footer = {"", "Examples:", "  switchboard calls show wkYrVqXCrRHDeAgRZC9TQg --json"})
    static final class Show implements Callable<Integer> {
        @Mixin
        private final ApiClient api = new ApiClient();

        @Parameters(paramLabel = "CALL", description = "Its id, as 'calls' shows it.")
        private String call = "";

        @Option(names = "--json", description = "Print one JSON object.")
        private boolean json;

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
        private CommandSpec spec;

        @Override
        public Integer call() {
            return api.run("GET", "/calls/" + ApiClient.escaped(call), "", spec, answer -> {
                if (json) {
                    spec.commandLine().getOut().println(answer);
                } else {
                    print(spec.commandLine().getOut(), answer);
                }
                return ExitCode.OK;
            });
        }
    }
}
