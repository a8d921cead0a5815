package io.switchboard.server.cli;

import io.switchboard.routing.Caller;
import io.switchboard.routing.Decision;
import io.switchboard.routing.DialPlan;
import io.switchboard.routing.Explanation;
import io.switchboard.routing.Load;
import io.switchboard.routing.PlanTests;
import io.switchboard.routing.Query;
import io.switchboard.routing.Router;
import io.switchboard.server.config.Configuration;
import io.switchboard.server.config.PlanTestReader;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
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
        description = "Tells what becomes of a call, step by step: which rules are looked at, why each is taken or not,"
                + " and what is dialled. All trunks count as idle.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the call is dialled",
            "1:it is refused, or the configuration has problems",
            "2:the command line is wrong"
        },
        footer = {
            "",
            "Examples:",
            "  switchboard route 0201234567 --from alice",
            "  switchboard route 3000 --from trunk:carrier-a --number +31612345678",
            "  switchboard route 0201234567 --from alice --at 2026-12-25T10:00 --json"
        })
final class RouteCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NUMBER", description = "Number or name that is dialled.")
    private String number = "";

    @Option(
            names = "--from",
            required = true,
            paramLabel = "CALLER",
            description = "Name of an account, or trunk:NAME.")
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

    @Mixin
    private final ConfigFolder config = new ConfigFolder();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private CommandSpec spec;

    @Override
    public Integer call() {
        Instant instant = instant();
        Configuration configuration = config.load(spec.commandLine().getErr());
        if (configuration == null) {
            return ExitCode.PROBLEMS;
        }
        DialPlan plan = configuration.plan();
        Explanation explanation = Router.explain(plan, new Query(number, caller(plan), instant, Load.IDLE));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(RouteJson.of(explanation));
        } else {
            print(explanation, out);
        }
        out.flush();
        return explanation.decision() instanceof Decision.Dial ? ExitCode.OK : ExitCode.PROBLEMS;
    }

    private Instant instant() {
        try {
            return at.isEmpty() ? Clock.systemUTC().instant() : PlanTestReader.time(at, ZoneId.systemDefault());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--at: " + e.getMessage(), e);
        }
    }

    private Caller caller(DialPlan plan) {
        if (from.startsWith("trunk:")) {
            String trunk = from.substring("trunk:".length());
            if (plan.trunk(trunk) == null) {
                throw new ParameterException(spec.commandLine(), "--from: there is no trunk '" + trunk + "'");
            }
            return Caller.trunk(trunk, callerNumber);
        }
        if (!plan.hasAccount(from)) {
            throw new ParameterException(
                    spec.commandLine(), "--from: there is no account '" + from + "'; a trunk is written trunk:NAME");
        }
        return callerNumber.isEmpty() ? plan.caller(from) : Caller.account(from, callerNumber);
    }

    private static void print(Explanation explanation, PrintWriter out) {
        for (Explanation.Step step : explanation.steps()) {
            out.println((step.taken() ? "+ " : "- ") + step.subject() + ": " + step.why());
        }
        out.println("= " + PlanTests.describe(explanation.decision()));
    }
}
