package io.switchboard.server.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The top command; it only holds the others. */
@Command(
        name = "switchboard",
        description = "A telephone exchange: SIP registrar, dial plan and back-to-back user agent.",
        mixinStandardHelpOptions = true,
        version = "switchboard 0.1.0",
        subcommands = {
            ServeCommand.class,
            CheckCommand.class,
            RouteCommand.class,
            PasswdCommand.class,
            ReloadCommand.class,
            StatusCommand.class,
            ConferenceCommand.class,
            SendCommand.class,
            MessagesCommand.class,
            CallsCommand.class,
            AddCommand.class,
            RemoveCommand.class,
            RecordCommand.class,
            MuteCommand.class,
            UnmuteCommand.class,
            TransferCommand.class,
            EventsCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the configuration has problems, or the call would be refused",
            "2:the command line is wrong",
            "69:something needed is not available"
        },
        footer = {"", "'switchboard COMMAND --help' tells more, with examples."})
public final class SwitchboardCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private CommandSpec spec;

    /** Runs the command with these arguments and gives its exit code. */
    public static int run(String... args) {
        return commandLine().execute(args);
    }

    /** The command line, for tests with writers of their own. */
    static CommandLine commandLine() {
        return new CommandLine(new SwitchboardCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
