package io.switchboard.sip.call;

import io.switchboard.media.Negotiation;
import java.util.function.Consumer;

/**
 * The place of a call's only participant, such as in a conference: its media end here and not at another participant.
 * Used in the lane alone.
 */
public interface Seat {
    /**
     * The peer offers a session, for the first time or again.
     *
     * @param offer a session description; empty if the peer asks us for an offer
     * @param result told once, in the lane, later or at once
     */
    void negotiate(byte[] offer, Consumer<Negotiation> result);

    /** The peer's answer to an offer of ours; one that cannot be used hangs it up. */
    void answered(byte[] answer);

    /**
     * The same, where who asked for the offer knows what to do with an answer that cannot be used.
     *
     * @param result told once, in the lane, later or at once
     */
    void answered(byte[] answer, Consumer<Negotiation> result);

    /** The peer is connected: it has its final response. */
    void connected();

    /**
     * A key was pressed, and told by INFO.
     *
     * @param digit one of {@code 0-9*#ABCD}
     */
    void digit(char digit);

    /** The peer is not to be heard or not to hear, or that is over; {@link Guest#silenced} is told what holds. */
    void silence(Silence how);

    /** The peer is gone, or never came. Told once. */
    void left();
}
