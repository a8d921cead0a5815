package io.switchboard.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code switchboard messages}. */
@Command(
        name = "messages",
        description = "Shows messages that wait, and those that were delivered or have died not long ago, the newest"
                + " first. How long they stay: messages.history.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:printed", "1:refused", "2:the command line is wrong", "69:no server runs"},
        footer = {
            "",
            "Examples:",
            "  switchboard messages",
            "  switchboard messages --user alice --with bob",
            "  switchboard messages --user alice --limit 20 --before 7312487360102400"
        })
final class MessagesCommand implements Callable<Integer> {
    @Mixin
    private final ApiClient api = new ApiClient();

    @Option(names = "--user", paramLabel = "USER", description = "Only those from or to this account or address.")
    private String user = "";

    @Option(names = "--with", paramLabel = "USER", description = "Only those between the two.")
    private String with = "";

    @Option(names = "--limit", paramLabel = "N", description = "How many at most, 1 to 1000 (default: 100).")
    private String limit = "";

    @Option(names = "--before", paramLabel = "ID", description = "Only those before this message.")
    private String before = "";

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private CommandSpec spec;

    @Override
    public Integer call() {
        String path = "/messages" + ApiClient.query("user", user, "with", with, "limit", limit, "before", before);
        return api.run("GET", path, "", spec, answer -> {
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(answer);
                return ExitCode.OK;
            }
            answer.path("messages").forEach(message -> print(out, message));
            if (answer.has("next")) {
                out.println("There may be more: --before " + answer.path("next").asText());
            }
            return ExitCode.OK;
        });
    }

    private static void print(PrintWriter out, JsonNode message) {
        boolean text = message.path("text").isTextual();
        out.printf(
                "%s  %s  %-9s  %s -> %s  %s%n",
                message.path("id").asText(),
                message.path("accepted").asText(),
                message.path("state").asText(),
                message.path("from").asText(),
                message.path("to").asText(),
                text
                        ? printable(message.path("text").asText())
                        : "(" + message.path("type").asText() + ")");
    }

    /** A text in one line, without what a terminal takes for an order. */
    private static String printable(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return line.toString();
    }
}
