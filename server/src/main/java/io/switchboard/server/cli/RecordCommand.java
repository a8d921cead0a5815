package io.switchboard.server.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code switchboard record}. */
@Command(
        name = "record",
        description = "Records a running call, or ends its recording.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:there is no such call, or it cannot be recorded now",
            "2:the command line is wrong",
            "69:no server runs"
        },
        footer = {
            "",
            "Examples:",
            "  switchboard record wkYrVqXCrRHDeAgRZC9TQg",
            "  switchboard record wkYrVqXCrRHDeAgRZC9TQg --channels --quiet",
            "  switchboard record wkYrVqXCrRHDeAgRZC9TQg --stop"
        })
final class RecordCommand implements Callable<Integer> {
    @Mixin
    private final ApiClient api = new ApiClient();

    @Parameters(paramLabel = "CALL", description = "Id of the call, as 'calls' shows it.")
    private String call = "";

    @Option(names = "--stop", description = "End the recording.")
    private boolean stop;

    @Option(names = "--channels", description = "One channel for each participant, not their mix.")
    private boolean channels;

    @Option(names = "--quiet", description = "No beep tells that it begins.")
    private boolean quiet;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private CommandSpec spec;

    @Override
    public Integer call() {
        String path = "/calls/" + ApiClient.escaped(call) + "/recording";
        String body = stop
                ? ""
                : JsonNodeFactory.instance
                        .objectNode()
                        .put("channels", channels)
                        .put("beep", !quiet)
                        .toString();
        return api.run(stop ? "DELETE" : "PUT", path, body, spec, answer -> {
            spec.commandLine().getOut().println(stop ? "no longer recorded" : "recorded");
            return ExitCode.OK;
        });
    }
}
