package io.switchboard.sip.conference;

import io.switchboard.media.Prompt;
import java.nio.file.Path;
import java.util.Map;

/**
 * What rooms say by themselves: tones, and WAV files where the administrator has put one in a tone's place.
 *
 * @param files by what they are played for
 */
public record Announcements(Map<Occasion, Path> files) {
    /** Tones alone. */
    public static final Announcements TONES = new Announcements(Map.of());

    /** Copies the map. */
    public Announcements {
        files = Map.copyOf(files);
    }

    /** What something is said for. */
    public enum Occasion {
        /** A PIN is asked for. */
        PIN,
        /** The conference begins with the moderator; said again and again. */
        WAITING,
        /** The room is locked, and the caller is hung up then. */
        LOCKED,
        /** The third PIN was wrong, or took too long; the caller is hung up then. */
        REFUSED,
        /** Somebody has come in. */
        ENTRY,
        /** Somebody has left. */
        EXIT,
        /** A recording begins. */
        RECORDING
    }

    Prompt of(Occasion occasion) {
        Path file = files.get(occasion);
        if (file != null) {
            return new Prompt.WavFile(file, occasion == Occasion.WAITING);
        }
        return switch (occasion) {
            case PIN, RECORDING -> Prompt.beep();
            case WAITING -> Prompt.waiting();
            case LOCKED -> Prompt.locked();
            case REFUSED -> Prompt.full();
            case ENTRY -> Prompt.entry();
            case EXIT -> Prompt.exit();
        };
    }
}
