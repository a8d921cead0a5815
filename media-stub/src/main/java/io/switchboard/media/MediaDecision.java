package io.switchboard.media;

/** What the media plane made of a session description. */
public sealed interface MediaDecision {
    /**
     * The media flows between the phones: the other leg gets these very bytes.
     *
     * @param description the bytes that came in, the same array
     * @param session what they say
     */
    @SuppressWarnings("ArrayRecordComponent") // the identity of the array is the promise; never compared
    record Direct(byte[] description, SdpSession session) implements MediaDecision {}

    /**
     * The description cannot be used: 400 or 488 to whoever sent it, as the fault says.
     *
     * @param why the reason, fit for a log
     */
    record Refused(SdpException why) implements MediaDecision {}
}
