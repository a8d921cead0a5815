package io.switchboard.server.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import io.switchboard.server.command.CallCommands;
import io.switchboard.server.command.Commands;
import io.switchboard.server.command.Outcome;
import io.switchboard.server.command.RoomCommands;
import io.switchboard.server.command.RoomCommands.ParticipantAction;
import io.switchboard.server.command.RoomCommands.RoomAction;
import io.switchboard.sip.call.CallView;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The commands that the control socket takes, as lines of text: {@code status}, {@code conference mute 3000 2}. */
public final class ControlCommands {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFERENCE = "conference ";
    private static final String CALL = "call ";
    private static final String BY = "socket";

    private final Commands commands;

    /** Over the command layer. */
    public ControlCommands(Commands commands) {
        this.commands = commands;
    }

    /** The answer to a line, as one line of JSON. */
    public String answer(String line) {
        try {
            return JSON.writeValueAsString(about(line));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counters and texts are always JSON", e);
        }
    }

    private Map<String, ?> about(String line) {
        if (line.startsWith(CONFERENCE)) {
            return rooms(line.substring(CONFERENCE.length()));
        }
        return line.startsWith(CALL) ? calls(line.substring(CALL.length())) : server(line);
    }

    private Map<String, ?> server(String line) {
        return switch (line) {
            case "status" -> commands.status();
            case "reload" -> Map.of("problems", commands.plan().reload());
            default -> Map.of("problems", List.of("unknown command " + line));
        };
    }

    private Map<String, ?> rooms(String line) {
        List<String> words = Splitter.on(' ').splitToList(line);
        String verb = words.get(0).toUpperCase(Locale.ROOT);
        String room = words.size() > 1 ? words.get(1) : "";
        RoomCommands rooms = commands.rooms();
        if (verb.equals("LIST")) {
            return Map.of("rooms", rooms.list());
        }
        if (verb.equals("INVITE")) {
            return invite(words);
        }
        Outcome<String> outcome = switch (verb) {
            case "LOCK", "UNLOCK", "RECORD", "UNRECORD", "END" -> rooms.act(RoomAction.valueOf(verb), room, BY);
            case "REMOVE", "MUTE", "UNMUTE", "DEAFEN", "UNDEAFEN" ->
                rooms.act(ParticipantAction.valueOf(verb), room, id(words), BY);
            default -> Outcome.failed(Outcome.Why.INVALID, "unknown command " + verb);
        };
        boolean done = outcome instanceof Outcome.Done<String>;
        return Map.of("problems", done ? List.of() : List.of("no such room or participant: " + line));
    }

    private Map<String, ?> invite(List<String> words) {
        if (words.size() != 3 || words.get(1).isEmpty() || words.get(2).isEmpty()) {
            return Map.of("problems", List.of("a room and whom to invite are meant"));
        }
        return switch (commands.rooms().invite(words.get(1), words.get(2), BY)) {
            case Outcome.Done<Integer> done -> Map.of("problems", List.of(), "participant", done.value());
            case Outcome.Failed<Integer> failed -> Map.of("problems", List.of(failed.detail()));
        };
    }

    private Map<String, ?> calls(String line) {
        List<String> words = Splitter.on(' ').omitEmptyStrings().splitToList(line);
        CallCommands calls = commands.calls();
        if (words.equals(List.of("list"))) {
            return Map.of(
                    "calls",
                    calls.list("", CallCommands.MOST).stream().map(Running::of).toList());
        }
        if (words.size() < 2) {
            return Map.of("problems", List.of("unknown command call " + line));
        }
        String id = words.get(1);
        String more = words.size() > 2 ? words.get(2) : "";
        Outcome<String> outcome = switch (words.get(0)) {
            case "add" -> calls.add(id, more, BY);
            case "mix" -> calls.mix(id, BY);
            case "unmix" -> calls.unmix(id, BY);
            case "record" ->
                more.equals("off")
                        ? calls.unrecord(id, BY)
                        : calls.record(id, more.equals("channels"), !words.contains("quiet"), BY);
            default -> Outcome.failed(Outcome.Why.INVALID, "no such command: call " + line);
        };
        return switch (outcome) {
            case Outcome.Done<String> done -> Map.of("problems", List.of());
            case Outcome.Failed<String> failed -> Map.of("problems", List.of(failed.detail()));
        };
    }

    /** A call as {@code call list} shows it. */
    private record Running(String id, String from, String room, List<String> participants) {
        static Running of(CallView call) {
            return new Running(
                    call.id(),
                    call.from(),
                    call.room(),
                    call.participants().stream()
                            .map(CallView.ParticipantView::party)
                            .toList());
        }
    }

    private static int id(List<String> words) {
        return words.size() == 3 && words.get(2).matches("[0-9]{1,9}") ? Integer.parseInt(words.get(2)) : -1;
    }
}
