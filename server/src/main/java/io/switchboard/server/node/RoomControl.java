package io.switchboard.server.node;

import com.google.common.base.Splitter;
import io.switchboard.sip.conference.Conferences;
import io.switchboard.sip.conference.InviteListener;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.message.StatusPhrases;
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
        if (verb.equals("invite")) {
            return invite(conferences, words);
        }
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

    private static Map<String, Object> invite(Conferences conferences, List<String> words) {
        if (words.size() != 3 || words.get(1).isEmpty() || words.get(2).isEmpty()) {
            return Map.of("problems", List.of("a room and whom to invite are meant"));
        }
        SipUri target;
        try {
            target = conferences.target(words.get(2));
        } catch (IllegalArgumentException e) {
            return Map.of("problems", List.of("not a number, a user or a SIP URI: " + words.get(2)));
        }
        FirstOutcome outcome = new FirstOutcome();
        int id = conferences.invite(words.get(1), target, null, outcome);
        return outcome.status == 0
                ? Map.of("problems", List.of(), "participant", id)
                : Map.of(
                        "problems",
                        List.of(words.get(2) + " is not called: " + outcome.status + " "
                                + StatusPhrases.of(outcome.status)));
    }

    /** What became of an invitation at once; later everybody sees it in the list. */
    private static final class FirstOutcome implements InviteListener {
        private int status;

        @Override
        public void ringing() {
            // it can be seen in the list
        }

        @Override
        public void concluded(int result) {
            status = result;
        }
    }

    private static int id(List<String> words) {
        return words.size() == 3 && words.get(2).matches("[0-9]{1,9}") ? Integer.parseInt(words.get(2)) : -1;
    }
}
