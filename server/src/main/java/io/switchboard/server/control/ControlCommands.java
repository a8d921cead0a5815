package io.switchboard.server.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import io.switchboard.server.command.Commands;
import io.switchboard.server.command.Outcome;
import io.switchboard.server.command.RoomCommands;
import io.switchboard.server.command.RoomCommands.ParticipantAction;
import io.switchboard.server.command.RoomCommands.RoomAction;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The commands that the control socket takes, as lines of text: {@code status}, {@code conference mute 3000 2}. */
public final class ControlCommands {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFERENCE = "conference ";
    private static final String BY = "socket";

    private final Commands commands;

    /** Over the command layer. */
    public ControlCommands(Commands commands) {
        this.commands = commands;
    }

    /** The answer to a line, as one line of JSON. */
    public String answer(String line) {
        try {
            return JSON.writeValueAsString(
                    line.startsWith(CONFERENCE) ? rooms(line.substring(CONFERENCE.length())) : server(line));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counters and texts are always JSON", e);
        }
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

    private static int id(List<String> words) {
        return words.size() == 3 && words.get(2).matches("[0-9]{1,9}") ? Integer.parseInt(words.get(2)) : -1;
    }
}
