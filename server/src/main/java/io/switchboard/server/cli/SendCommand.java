package io.switchboard.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code switchboard send}. */
@Command(
        name = "send",
        description = "Sends a message in the name of an account. Who is not there gets it later.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:delivered, or kept for later",
            "1:refused, by one of several at least",
            "2:the command line is wrong",
            "69:no server runs"
        },
        footer = {
            "",
            "Examples:",
            "  switchboard send alice bob \"Back in ten minutes\"",
            "  switchboard send alice sip:bob@example.test hello --also 1003 --also carol",
            "  switchboard send alice bob '{\"door\": \"open\"}' --type application/json --expires 0"
        })
final class SendCommand implements Callable<Integer> {
    @Mixin
    private final ApiClient api = new ApiClient();

    @Parameters(index = "0", paramLabel = "FROM", description = "Name of an account.")
    private String from = "";

    @Parameters(index = "1", paramLabel = "TO", description = "A number, a name or a SIP URI.")
    private String to = "";

    @Parameters(index = "2", paramLabel = "TEXT", description = "The text, in quotes.")
    private String text = "";

    @Option(names = "--also", paramLabel = "TO", description = "A further recipient; as often as you like.")
    private List<String> also = new ArrayList<>();

    @Option(names = "--type", paramLabel = "TYPE", description = "Content-Type of TEXT, if it is no plain text.")
    private String type = "";

    @Option(
            names = "--expires",
            paramLabel = "SECONDS",
            description = "How long it may wait for its reader; 0 for at once or not at all (default: messages.keep).")
    private int expires = -1;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private CommandSpec spec;

    @Override
    public Integer call() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("from", from);
        ArrayNode recipients = body.putArray("to").add(to);
        also.forEach(recipients::add);
        if (type.isEmpty()) {
            body.put("text", text);
        } else {
            body.put("content_type", type).put("body", text);
        }
        if (expires >= 0) {
            body.put("expires_in", expires);
        }
        return api.run("POST", "/messages", body.toString(), spec, this::print);
    }

    private int print(JsonNode answer) {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode all = answer.path("recipients");
        boolean refused = false;
        if (json) {
            out.println(answer);
        }
        for (JsonNode one : all) {
            String result = one.path("result").asText();
            boolean no = result.equals("refused");
            refused |= no;
            if (!json) {
                out.println((all.size() == 1 ? "" : one.path("to").asText() + ": ")
                        + result
                        + (no
                                ? " (" + one.path("status").asText() + " "
                                        + one.path("reason").asText() + ")"
                                : ""));
            }
        }
        return refused ? ExitCode.PROBLEMS : ExitCode.OK;
    }
}
