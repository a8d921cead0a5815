package io.switchboard.sip.conference;

import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * What the administrator set for rooms that are made on demand.
 *
 * @param factories settings of the rooms that each makes, by name; nobody is a moderator of them but who has one made
 * @param roomsPerOwner rooms that one account may have at a time, 1 to 1000; one more is refused with 486
 * @param answers how phones of an account are told of their room, by user name; absent for {@link Answer#AUTO}
 */
public record FactorySettings(
        Map<String, ConferenceSettings> factories, int roomsPerOwner, Map<String, Answer> answers) {
    /** How many rooms an account may have if nothing is said. */
    public static final int ROOMS_PER_OWNER = 10;

    /** No factory. */
    public static final FactorySettings NONE = new FactorySettings(Map.of(), ROOMS_PER_OWNER, Map.of());

    /** How a phone that calls a factory is told of the room (RFC 4579 section 5.4). */
    public enum Answer {
        /** As the phone seems to understand it. */
        AUTO,
        /** By 302 with the room's address, which it has to call then. */
        REDIRECT,
        /** By 200: it is in the room. */
        DIRECT
    }

    /** @throws IllegalArgumentException if a value is out of its range */
    public FactorySettings {
        factories = ImmutableMap.copyOf(factories);
        answers = ImmutableMap.copyOf(answers);
        if (roomsPerOwner < 1 || roomsPerOwner > 1000) {
            throw new IllegalArgumentException("an account has 1 to 1000 rooms");
        }
    }
}
