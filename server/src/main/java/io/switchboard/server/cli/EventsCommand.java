package io.switchboard.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code switchboard events}. */
@Command(
        name = "events",
        description = "Prints what happens in the running server, one line an event, until it is interrupted.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"1:refused, or the server ended the stream", "2:the command line is wrong", "69:no server runs"
        },
        footer = {"", "Examples:", "  switchboard events", "  switchboard events --topics call,participant"})
final class EventsCommand implements Callable<Integer> {
    private static final String TYPE = "event: ";
    private static final String DATA = "data: ";

    @Mixin
    private final ApiClient api = new ApiClient();

    @Option(
            names = "--topics",
            paramLabel = "TOPICS",
            description = "Only these: call, participant, conference, recording, registration, message, route; with"
                    + " commas.")
    private String topics = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (InputStream stream = api.follow("/events" + ApiClient.query("topics", topics), spec)) {
            if (stream == null) {
                return ExitCode.UNAVAILABLE;
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            String type = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(TYPE)) {
                    type = line.substring(TYPE.length());
                } else if (line.startsWith(DATA)) {
                    out.println(type + " " + line.substring(DATA.length()));
                    out.flush();
                }
            }
        } catch (IOException e) {
            spec.commandLine().getErr().println("the stream ended: " + e.getMessage());
        }
        return ExitCode.PROBLEMS;
    }
}
