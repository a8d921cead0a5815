package io.switchboard.routing;

import com.google.common.base.Splitter;
import java.util.List;

/**
 * Where a route leads. Names may hold placeholders ({@code conference:${number}}), which are filled in for each call:
 * {@code ${number}}, {@code ${dialled}}, {@code ${caller}}, {@code ${rest}} (behind the pattern's literal beginning) and
 * {@code ${1}} to {@code ${9}} (groups of the route's regex).
 */
public sealed interface Target {
    /** A local account. */
    record User(String name) implements Target {}

    /** One trunk. */
    record Trunk(String name) implements Target {}

    /** The members of a group, in the order of its balance. */
    record Group(String name) implements Target {}

    /** A conference room of this server. */
    record Conference(String room) implements Target {}

    /** A new conference room for each call (RFC 4579 section 5.4), with the settings of this factory. */
    record ConferenceFactory(String name) implements Target {}

    /** A refusal with a code of 400 to 699 and the phrase of the status line, which is not empty. */
    record Reject(int code, String reason) implements Target {
        /** Checks the code. */
        public Reject {
            if (code < 400 || code > 699) {
                throw new IllegalArgumentException(
                        "a call is rejected with a code of 400 to 699, not with '" + code + "'");
            }
            if (reason.isEmpty() || reason.chars().anyMatch(c -> c < ' ' || c == 127)) {
                throw new IllegalArgumentException("the reason of a rejection is one line of text");
            }
        }
    }

    /**
     * Parses {@code user:NAME}, {@code trunk:NAME}, {@code group:NAME}, {@code conference:ROOM}, {@code
     * conference-factory:NAME} or {@code reject:CODE REASON}.
     *
     * @throws IllegalArgumentException with what is wrong and what was meant
     */
    static Target parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon);
        String name = text.substring(colon + 1).strip();
        if (!name.isEmpty() && !kind.equals("reject")) {
            Template.parse(name);
        }
        return switch (name.isEmpty() ? "" : kind) {
            case "user" -> new User(name);
            case "trunk" -> new Trunk(fixed(name));
            case "group" -> new Group(fixed(name));
            case "conference" -> new Conference(name);
            case "conference-factory" -> new ConferenceFactory(fixed(name));
            case "reject" -> reject(name);
            default ->
                throw new IllegalArgumentException("'" + text + "' is no target: user:NAME, trunk:NAME,"
                        + " group:NAME, conference:ROOM, conference-factory:NAME or reject:CODE REASON is meant");
        };
    }

    private static String fixed(String name) {
        if (Template.parse(name).variable()) {
            throw new IllegalArgumentException("'" + name + "': trunks, groups and factories are named, not computed");
        }
        return name;
    }

    private static Reject reject(String text) {
        List<String> words = Splitter.on(' ').limit(2).splitToList(text);
        if (!Numbering.isDigits(words.get(0)) || words.get(0).length() != 3) {
            throw new IllegalArgumentException("'reject:" + text + "' has no code: reject:403 Not allowed is meant");
        }
        return new Reject(
                Integer.parseInt(words.get(0)), words.size() > 1 ? words.get(1).strip() : "Rejected");
    }

    /** As the administrator writes it. */
    default String describe() {
        return switch (this) {
            case User t -> "user:" + t.name();
            case Trunk t -> "trunk:" + t.name();
            case Group t -> "group:" + t.name();
            case Conference t -> "conference:" + t.room();
            case ConferenceFactory t -> "conference-factory:" + t.name();
            case Reject t -> "reject:" + t.code() + " " + t.reason();
        };
    }
}
