package io.switchboard.media;

import io.switchboard.media.sdp.Direction;
import io.switchboard.media.sdp.SdpException;

/** What became of an offer or an answer. */
public sealed interface Negotiation {
    /**
     * It was understood.
     *
     * @param description our description to send, of type application/sdp; empty after an answer was taken
     * @param direction which way the stream flows now, seen from us; what was wanted, in an offer
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
    record Agreed(byte[] description, Direction direction) implements Negotiation {
        /** Whether the phone has put us on hold: it does not listen (RFC 3264 §8.4). */
        public boolean held() {
            return !direction.sends();
        }
    }

    /**
     * The description cannot be used; what was agreed before still holds. 400 or 488, as the fault says.
     *
     * @param why fit for a log
     */
    record Refused(SdpException why) implements Negotiation {}

    /**
     * The media plane cannot serve: no port is free, or the participant or its room is gone. 503 or 500.
     *
     * @param why fit for a log
     */
    record Unavailable(String why) implements Negotiation {}
}
