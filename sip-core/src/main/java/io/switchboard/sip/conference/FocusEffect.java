package io.switchboard.sip.conference;

import io.switchboard.sip.conference.Announcements.Occasion;

/** What {@link FocusMachine} has its shell do, in this order. */
sealed interface FocusEffect {
    /** What a participant is to hear. */
    enum Notice {
        /** The PIN is wanted. */
        PIN,
        /** The conference begins with the moderator; until it is let in. */
        WAIT,
        LOCKED,
        WRONG_PIN
    }

    /** What all are to hear. */
    enum Tone {
        ENTRY(Occasion.ENTRY),
        EXIT(Occasion.EXIT),
        BEEP(Occasion.RECORDING);

        final Occasion occasion;

        Tone(Occasion occasion) {
            this.occasion = occasion;
        }
    }

    /** Plays to one alone, instead of what was played to it before. */
    record Tell(int id, Notice notice) implements FocusEffect {}

    /** Nothing more is played to it alone. */
    record Hush(int id) implements FocusEffect {}

    /** The time for the PIN begins. */
    record AwaitPin(int id) implements FocusEffect {}

    /** Whether it is heard by the others, and hears them. */
    record Connect(int id, boolean heard, boolean hears) implements FocusEffect {}

    record Play(Tone tone) implements FocusEffect {}

    /** Records what one who only listens would hear. */
    record StartRecording() implements FocusEffect {}

    record StopRecording() implements FocusEffect {}

    /** Who is being called rings: told to whoever wanted it called. */
    record Ringing(int id) implements FocusEffect {}

    /**
     * So is what the calling came to, once.
     *
     * @param status 200 if it is in the room, or waits for its moderator
     */
    record Concluded(int id, int status) implements FocusEffect {}

    record HangUp(int id, String reason) implements FocusEffect {}

    /** Nobody is left. */
    record Close() implements FocusEffect {}
}
