package io.switchboard.media;

import io.switchboard.media.sdp.AudioCodec;
import java.util.List;

/**
 * How a participant is spoken to.
 *
 * @param codecs the codecs that may be used, the preferred first; at least one
 */
public record ParticipantSettings(List<AudioCodec> codecs) {
    /** All codecs, the widest first. */
    public static final ParticipantSettings DEFAULT = new ParticipantSettings(AudioCodec.ALL);

    public ParticipantSettings {
        codecs = List.copyOf(codecs);
        if (codecs.isEmpty()) {
            throw new IllegalArgumentException("no codec");
        }
    }
}
