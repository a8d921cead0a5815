package io.switchboard.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code switchboard send}. */
@Command(
        name = "send",
        description = "Sends a text message in the name of an account. Who is not there gets it later.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:delivered, or kept for later",
            "1:refused",
            "2:the command line is wrong",
            "69:no server runs"
        },
        footer = {
            "",
            "Examples:",
            "  switchboard send alice bob \"Back in ten minutes\"",
            "  switchboard send alice sip:bob@example.test hello"
        })
final class SendCommand implements Callable<Integer> {
    /** What fits into one line to the server. */
    private static final int LONGEST = 4_000;

    @Mixin
    private final DataFolder data = new DataFolder();

    @Parameters(index = "0", paramLabel = "FROM", description = "Name of an account.")
    private String from = "";

    @Parameters(index = "1", paramLabel = "TO", description = "A number, a name or a SIP URI.")
    private String to = "";

    @Parameters(index = "2", paramLabel = "TEXT", description = "The text, in quotes.")
    private String text = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("from", from)
                .put("to", to)
                .put("text", text)
                .toString();
        if (body.length() > LONGEST) {
            throw new ParameterException(spec.commandLine(), "the text is too long");
        }
        return MessagesCommand.told(
                data,
                body,
                spec,
                answer -> spec.commandLine()
                        .getOut()
                        .println(answer.path("result").asText()));
    }
}
