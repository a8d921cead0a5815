package io.switchboard.server.cli;

import io.switchboard.server.config.Configuration;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code switchboard check}. */
@Command(
        name = "check",
        description =
                "Reads the configuration, prints everything that is wrong with it, and runs the dial plan's tests.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it can be served", "1:it has problems", "2:the command line is wrong"},
        footer = {
            "",
            "Examples:",
            "  switchboard check",
            "  switchboard check --config /etc/switchboard",
            "",
            "Each problem is one line: FILE:LINE:COLUMN KEY: what is wrong, and what was meant."
        })
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private final ConfigFolder config = new ConfigFolder();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Configuration configuration = config.load(spec.commandLine().getErr());
        if (configuration == null) {
            return ExitCode.PROBLEMS;
        }
        out.println(config.path() + " is good: " + configuration.accounts().size() + " accounts, "
                + configuration.trunks().size() + " trunks, "
                + configuration.plan().routes().size() + " routes, "
                + configuration.plan().tests().size() + " tests passed");
        out.flush();
        return ExitCode.OK;
    }
}
