package io.switchboard.server.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code switchboard add}. */
@Command(
        name = "add",
        description = "Adds a participant to a running call, which becomes a conference. If the target does not answer,"
                + " the two go on talking. Waits for the end.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:added",
            "1:the target did not answer, or there is no such call",
            "2:the command line is wrong",
            "69:no server runs"
        },
        footer = {"", "Examples:", "  switchboard add wkYrVqXCrRHDeAgRZC9TQg 1003"})
final class AddCommand implements Callable<Integer> {
    @Mixin
    private final ApiClient api = new ApiClient();

    @Parameters(index = "0", paramLabel = "CALL", description = "Id of the call, as 'calls' shows it.")
    private String call = "";

    @Parameters(index = "1", paramLabel = "TARGET", description = "A number, a name or a SIP URI.")
    private String target = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private CommandSpec spec;

    @Override
    public Integer call() {
        String body =
                JsonNodeFactory.instance.objectNode().put("target", target).toString();
        return api.run("POST", "/calls/" + ApiClient.escaped(call) + "/participants", body, spec, answer -> {
            CallsCommand.print(spec.commandLine().getOut(), answer);
            return ExitCode.OK;
        });
    }
}
