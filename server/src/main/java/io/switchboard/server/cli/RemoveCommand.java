package io.switchboard.server.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code switchboard remove}. */
@Command(
        name = "remove",
        description = "Hangs up a participant of a call, or all of them. A call with one participant left ends.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:there is no such call or participant",
            "2:the command line is wrong",
            "69:no server runs"
        },
        footer = {
            "",
            "Examples:",
            "  switchboard remove wkYrVqXCrRHDeAgRZC9TQg 1",
            "  switchboard remove wkYrVqXCrRHDeAgRZC9TQg"
        })
final class RemoveCommand implements Callable<Integer> {
    @Mixin
    private final ApiClient api = new ApiClient();

    @Parameters(index = "0", paramLabel = "CALL", description = "Id of the call, as 'calls' shows it.")
    private String call = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PARTICIPANT",
            description = "Number of the participant, as 'calls' shows it; without it the whole call ends.")
    private @Nullable Integer participant;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private CommandSpec spec;

    @Override
    public Integer call() {
        String path = "/calls/" + ApiClient.escaped(call) + (participant == null ? "" : "/participants/" + participant);
        return api.run("DELETE", path, "", spec, answer -> {
            spec.commandLine().getOut().println(participant == null ? "ended" : "removed");
            return ExitCode.OK;
        });
    }
}
