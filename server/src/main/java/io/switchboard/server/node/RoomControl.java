package io.switchboard.server.node;

import com.google.common.base.Splitter;
import io.switchboard.sip.conference.Conferences;
import java.util.List;
import java.util.Map;

/** Commands of an administrator about conference rooms: {@code list}, {@code mute 3000 2} and the like. */
final class RoomControl {
    private RoomControl() {}

    /** Carries out a command, in the lane; gives rooms for {@code list}, else problems, of which there may be none. */
    static Map<String, Object> answer(Conferences conferences, String command) {
        List<String> words = Splitter.on(' ').splitToList(command);
        String verb = words.get(0);
        if (verb.equals("list")) {
            return Map.of("rooms", conferences.list());
        }
        String room = words.size() > 1 ? words.get(1) : "";
        boolean known = switch (verb) {
            case "lock" -> conferences.lock(room, true);
            case "unlock" -> conferences.lock(room, false);
            case "record" -> conferences.record(room, true);
            case "unrecord" -> conferences.record(room, false);
            case "end" -> conferences.end(room);
            case "remove" -> conferences.kick(room, id(words));
            case "mute" -> conferences.mute(room, id(words), true);
            case "unmute" -> conferences.mute(room, id(words), false);
            case "deafen" -> conferences.deafen(room, id(words), true);
            case "undeafen" -> conferences.deafen(room, id(words), false);
            default -> false;
        };
        return Map.of("problems", known ? List.of() : List.of("no such room or participant: " + command));
    }

    private static int id(List<String> words) {
        return words.size() == 3 && words.get(2).matches("[0-9]{1,9}") ? Integer.parseInt(words.get(2)) : -1;
    }
}
