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

    /**
     * For how long, in milliseconds, what came in has been more than could be taken; about as long as a message that is
     * read now has waited. 0 if nothing waits.
     */
    default long backlogMillis() {
        return 0;
    }

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
