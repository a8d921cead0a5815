package io.switchboard.media;

import java.nio.file.Path;
import java.util.List;

/** A room: everyone in it hears all others. A participant alone in it hears silence, or what is played. */
public interface MediaRoom {
    /** The name that it was given. */
    String name();

    /**
     * Brings somebody in, who is heard and hears once offer and answer are exchanged.
     *
     * @param participantName for logs and events
     */
    MediaParticipant createParticipant(String participantName, ParticipantSettings settings);

    /** Plays to everyone in the room; goes on until it is over or stopped. Tells {@link MediaEvent.PlaybackEnded}. */
    Playback play(Prompt prompt);

    /**
     * Records everyone in one channel, as if recorded by one who only listens. Tells {@link MediaEvent.RecordingEnded}.
     *
     * @param file a WAV file that does not exist yet, in a folder that does
     */
    Recording record(Path file);

    /**
     * Records some participants, each in a channel of its own.
     *
     * @param file as in {@link #record(Path)}
     * @param channels 1 to 16 participants of this room, in the order of their channels; one who leaves becomes silent
     */
    Recording record(Path file, List<MediaParticipant> channels);

    /** Removes all participants, ends what is played and recorded, and closes the room. */
    void close();
}
