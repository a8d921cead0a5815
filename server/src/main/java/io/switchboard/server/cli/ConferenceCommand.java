package io.switchboard.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code switchboard conference}. */
@Command(
        name = "conference",
        description = "Shows the running server's conference rooms, and changes who is in them.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:there is no such room or participant, or nobody to invite",
            "2:the command line is wrong",
            "69:no server runs"
        },
        footer = {
            "",
            "Examples:",
            "  switchboard conference list",
            "  switchboard conference invite 3000 1002",
            "  switchboard conference mute 3000 2",
            "  switchboard conference remove 3000 2",
            "  switchboard conference lock 3000",
            "  switchboard conference record 3000",
            "  switchboard conference end 3000"
        })
final class ConferenceCommand implements Callable<Integer> {
    /** What can be done. */
    enum Action {
        LIST(0),
        LOCK(1),
        UNLOCK(1),
        END(1),
        RECORD(1),
        UNRECORD(1),
        REMOVE(2),
        MUTE(2),
        UNMUTE(2),
        DEAFEN(2),
        UNDEAFEN(2),
        INVITE(2);

        private final int words;

        Action(int words) {
            this.words = words;
        }
    }

    @Mixin
    private final DataFolder data = new DataFolder();

    @Parameters(
            index = "0",
            paramLabel = "ACTION",
            description =
                    "list, lock, unlock, record, unrecord or end a room; remove, mute, unmute, deafen or undeafen a participant; invite somebody into a room.")
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private Action action;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ROOM", description = "Name of the room, such as 3000.")
    private @Nullable String room;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "PARTICIPANT",
            description =
                    "Number of the participant, as 'list' shows it; of whom to invite the number, name or SIP URI.")
    private @Nullable String participant;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        int words = (room == null ? 0 : 1) + (participant == null ? 0 : 1);
        if (words != action.words || (room != null && !room.matches("\\S+")) || !fits(participant)) {
            throw new ParameterException(
                    spec.commandLine(),
                    action.words == 0
                            ? "list takes no room"
                            : action.words == 1
                                    ? "a room is meant"
                                    : action == Action.INVITE
                                            ? "a room and whom to invite are meant"
                                            : "a room and the number of a participant are meant");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        String command = "conference " + action.name().toLowerCase(java.util.Locale.ROOT)
                + (room == null ? "" : " " + room)
                + (participant == null ? "" : " " + participant);
        String answer = data.ask(command, err);
        if (answer == null) {
            return ExitCode.UNAVAILABLE;
        }
        JsonNode told = new ObjectMapper().readTree(answer);
        if (json) {
            out.println(answer);
        } else {
            if (told.has("participant")) {
                out.printf(
                        "called as participant %s%n", told.path("participant").asText());
            }
            told.path("rooms").forEach(each -> print(out, each));
            told.path("problems").forEach(problem -> err.println(problem.asText()));
        }
        out.flush();
        err.flush();
        return told.path("problems").isEmpty() ? ExitCode.OK : ExitCode.PROBLEMS;
    }

    private boolean fits(@Nullable String word) {
        return word == null || word.matches(action == Action.INVITE ? "\\S{1,256}" : "[0-9]{1,9}");
    }

    private static void print(PrintWriter out, JsonNode room) {
        String recording = room.path("recording").asText();
        out.printf(
                "%s%s%s%n",
                room.path("name").asText(),
                room.path("locked").asBoolean() ? " (locked)" : "",
                recording.isEmpty() ? "" : " recorded into " + recording);
        for (JsonNode one : room.path("participants")) {
            out.printf(
                    "  %-4s %-9s %s%s%s%s%n",
                    one.path("id").asText(),
                    one.path("stage").asText(),
                    one.path("party").asText(),
                    one.path("moderator").asBoolean() ? " moderator" : "",
                    one.path("muted").asBoolean() ? " muted" : "",
                    one.path("deaf").asBoolean() ? " deaf" : "");
        }
    }
}
