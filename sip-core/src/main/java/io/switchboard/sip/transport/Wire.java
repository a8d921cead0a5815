package io.switchboard.sip.transport;

import io.switchboard.sip.message.SipMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the transaction layer asks of the transports. Called inside the lane. A simulated network implements it in
 * tests.
 */
public interface Wire {
    /** The listener whose address stands for us towards this hop: Via and Contact name it. */
    ListenPoint local(Hop hop);

    /** All listeners. */
    List<ListenPoint> listenPoints();

    /**
     * Sends a message, connecting first where needed (what is sent meanwhile waits, within a bound).
     *
     * @param onFailure run in the lane when it is known that the message did not leave: refused, unreachable, connect
     *     time-out, queue full; null if nobody cares
     */
    void send(SipMessage message, Hop hop, @Nullable Runnable onFailure);
}
