package io.switchboard.media;

import java.nio.file.Path;

/** A recording that runs. */
public interface Recording {
    /** Where it is written. */
    Path file();

    /** Ends it; {@link MediaEvent.RecordingEnded} tells when the file is whole. Does nothing if it is over. */
    void stop();
}
