package io.switchboard.media;

/** Media passes directly between the phones: every readable description goes through unchanged. */
public final class DirectMedia implements MediaEngine {
    @Override
    public MediaDecision pass(byte[] description) {
        try {
            return new MediaDecision.Direct(description, SdpSession.parse(description));
        } catch (SdpException e) {
            return new MediaDecision.Refused(e);
        }
    }
}
