package io.switchboard.server.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code switchboard transfer}. */
@Command(
        name = "transfer",
        description = "Transfers a participant of a call of two: the other one is replaced by the target once that has"
                + " answered. If it does not, both go on talking. Waits for the end.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:transferred",
            "1:the target did not answer, or there is no such call",
            "2:the command line is wrong",
            "69:no server runs"
        },
        footer = {
            "",
            "Examples:",
            "  switchboard transfer wkYrVqXCrRHDeAgRZC9TQg 0 1003",
            "  switchboard transfer wkYrVqXCrRHDeAgRZC9TQg 1 sip:carol@example.test"
        })
final class TransferCommand implements Callable<Integer> {
    @Mixin
    private final CallParticipant participant = new CallParticipant();

    @Parameters(index = "2", paramLabel = "TARGET", description = "A number, a name or a SIP URI.")
    private String target = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private CommandSpec spec;

    @Override
    public Integer call() {
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("participant", participant.number())
                .put("target", target)
                .toString();
        return participant.tell("POST", participant.callPath() + "/transfer", body, "transferred", spec);
    }
}
