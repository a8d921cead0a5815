package io.switchboard.sip.conference;

import com.google.common.collect.ImmutableSet;
import java.util.Set;

/**
 * What the administrator set for a room; a room that is open keeps those that it was opened with.
 *
 * @param pin digits that let in; "" for none, then everybody whom the dial plan brings here comes in
 * @param moderatorPin digits that let in as a moderator; "" for none
 * @param moderators user names of accounts that are moderators, and need no PIN
 * @param maxParticipants 1 to 1000; one more is refused with 486
 * @param waitForModerator whether others wait until the first moderator comes
 * @param endWithModerator whether the room is over when its last moderator leaves
 * @param tones whether coming and going is heard
 * @param record whether it is recorded from when the first comes in
 * @param beep whether a beep tells that a recording begins
 */
public record ConferenceSettings(
        String pin,
        String moderatorPin,
        Set<String> moderators,
        int maxParticipants,
        boolean waitForModerator,
        boolean endWithModerator,
        boolean tones,
        boolean record,
        boolean beep) {
    /** A room that is open to all. */
    public static final ConferenceSettings OPEN =
            new ConferenceSettings("", "", Set.of(), 50, false, false, true, false, true);

    /** @throws IllegalArgumentException if a value is out of its range */
    public ConferenceSettings {
        moderators = ImmutableSet.copyOf(moderators);
        if (maxParticipants < 1 || maxParticipants > 1000) {
            throw new IllegalArgumentException("a room has 1 to 1000 participants");
        }
    }

    /** The same for the room of a call that two began: nobody has to be let in, and nothing but the call is heard. */
    ConferenceSettings ofCall() {
        return new ConferenceSettings("", "", Set.of(), maxParticipants, false, false, false, false, beep);
    }

    /** The same without a beep. */
    ConferenceSettings silent() {
        return new ConferenceSettings(
                pin,
                moderatorPin,
                moderators,
                maxParticipants,
                waitForModerator,
                endWithModerator,
                tones,
                record,
                false);
    }

    /** Whether those who are no moderators by their account have to key in a PIN. */
    boolean asks() {
        return !pin.isEmpty() || !moderatorPin.isEmpty();
    }
}
