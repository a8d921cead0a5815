package io.switchboard.media;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What media tells signalling. */
public sealed interface MediaEvent {
    /**
     * A key was pressed (RFC 4733).
     *
     * @param digit one of {@code 0-9*#ABCD}, or {@code !} for a flash
     */
    record Dtmf(MediaParticipant participant, char digit) implements MediaEvent {}

    /** A participant has begun or ceased to talk. */
    record Talking(MediaParticipant participant, boolean talks) implements MediaEvent {}

    /**
     * Neither RTP nor RTCP came for so long that the phone must be gone; told once for each silence.
     *
     * @param silence how long nothing came
     */
    record Dead(MediaParticipant participant, Duration silence) implements MediaEvent {}

    /** The phone has said RTCP BYE. */
    record Left(MediaParticipant participant) implements MediaEvent {}

    /**
     * Something is no longer played.
     *
     * @param error why it could not be played to its end, or null
     */
    record PlaybackEnded(Playback playback, @Nullable String error) implements MediaEvent {}

    /**
     * A recording has ended and its file is closed.
     *
     * @param length how much was recorded
     * @param missed how much of that is silence because the disk was too slow
     * @param error why it ended before it was stopped (the disk is full …), or null; the file is whole up to there
     */
    record RecordingEnded(
            Recording recording,
            Duration length,
            Duration missed,
            @Nullable String error) implements MediaEvent {}

    /**
     * A bug has ended this room; its participants are removed.
     *
     * @param why fit for a log
     */
    record RoomFailed(MediaRoom room, String why) implements MediaEvent {}
}
