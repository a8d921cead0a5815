package io.switchboard.media;

/** Something that is being played. */
public interface Playback {
    /** Ends it now; does nothing if it is over. */
    void stop();
}
