package io.switchboard.media;

/**
 * What signalling asks of the media plane: each session description that passes from one leg of a call to the other is
 * shown to it first. It never blocks.
 */
public interface MediaEngine {
    /**
     * Decides what becomes of a description.
     *
     * @param description the body of type application/sdp as it came from one leg, not empty; not kept
     */
    MediaDecision pass(byte[] description);
}
