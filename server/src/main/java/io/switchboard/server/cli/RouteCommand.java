package io.switchboard.server.cli;

import io.switchboard.routing.Decision;
import io.switchboard.routing.Explanation;
import io.switchboard.routing.PlanTests;
import io.switchboard.server.command.ExplanationJson;
import io.switchboard.server.command.RouteQuestion;
import io.switchboard.server.config.Configuration;
import io.switchboard.server.config.RouteOrigin;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code switchboard route}. */
@Command(
        name = "route",
        description = "Tells what becomes of a call, step by step: which rules are looked at, where they come from, why"
                + " each is taken or not, and what is dialled. All trunks count as idle. Its commands show the running"
                + " server's routes and change them.",
        mixinStandardHelpOptions = true,
        subcommands = {RouteAddCommand.class, RouteRemoveCommand.class, RouteListCommand.class},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the call is dialled",
            "1:it is refused, or the configuration has problems",
            "2:the command line is wrong",
            "69:no server runs, which --live asks"
        },
        footer = {
            "",
            "Examples:",
            "  switchboard route 0201234567 --from alice",
            "  switchboard route 3000 --from trunk:carrier-a --number +31612345678",
            "  switchboard route 0201234567 --from alice --at 2026-12-25T10:00 --json",
            "  switchboard route 0201234567 --from alice --live",
            "  switchboard route list"
        })
final class RouteCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "NUMBER", description = "Number or name that is dialled.")
    private String number = "";

    @Option(names = "--from", paramLabel = "CALLER", description = "Name of an account, or trunk:NAME.")
    private String from = "";

    @Option(names = "--number", paramLabel = "NUMBER", description = "The caller's number (default: the account's).")
    private String callerNumber = "";

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "2026-03-02T10:00 in this machine's time zone, or with an offset (default: now).")
    private String at = "";

    @Option(names = "--json", description = "Print one JSON object, for other tools.")
    private boolean json;

    @Option(
            names = "--live",
            description = "Ask the running server, which knows the routes that were added to it, and not the files.")
    private boolean live;

    @Mixin
    private final ApiClient api = new ApiClient();

    @Mixin
    private final ConfigFolder config = new ConfigFolder();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (number.isEmpty() || from.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "a NUMBER and --from are meant, or one of the commands add, remove and list");
        }
        return live ? askServer() : askFiles();
    }

    private int askServer() {
        String path = "/explanation"
                + ApiClient.query("number", number, "from", from, "caller_number", callerNumber, "at", at);
        return api.run("GET", path, "", spec, answer -> {
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(answer.toPrettyString());
            } else {
                answer.path("steps")
                        .forEach(step -> out.println(line(
                                step.path("taken").asBoolean(),
                                step.path("subject").asText(),
                                step.path("origin").asText(),
                                step.path("why").asText())));
                out.println("= " + answer.path("summary").asText());
            }
            return answer.path("decision").asText().equals("dial") ? ExitCode.OK : ExitCode.PROBLEMS;
        });
    }

    private int askFiles() {
        Configuration configuration = config.load(spec.commandLine().getErr());
        if (configuration == null) {
            return ExitCode.PROBLEMS;
        }
        Explanation explanation;
        try {
            explanation = new RouteQuestion(number, from, callerNumber, at)
                    .ask(configuration.plan(), Clock.systemUTC().instant(), ZoneId.systemDefault());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(ExplanationJson.of(explanation, configuration.origins()).toPrettyString());
        } else {
            print(explanation, configuration.origins(), out);
        }
        out.flush();
        return explanation.decision() instanceof Decision.Dial ? ExitCode.OK : ExitCode.PROBLEMS;
    }

    private static void print(Explanation explanation, Map<String, RouteOrigin> origins, PrintWriter out) {
        for (Explanation.Step step : explanation.steps()) {
            RouteOrigin origin = ExplanationJson.originOf(step, origins);
            out.println(line(step.taken(), step.subject(), origin == null ? "" : origin.describe(), step.why()));
        }
        out.println("= " + PlanTests.describe(explanation.decision()));
    }

    private static String line(boolean taken, String subject, String origin, String why) {
        return (taken ? "+ " : "- ") + subject + (origin.isEmpty() ? "" : " (" + origin + ")") + ": " + why;
    }
}
