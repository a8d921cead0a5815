package io.switchboard.sip.transport;

import io.switchboard.sip.message.SipUri;
import java.util.List;
import java.util.function.Consumer;

/** Finds the servers for a URI (RFC 3263 section 4). */
public interface Resolver {
    /**
     * Looks up the hops for a URI, best first.
     *
     * @param size encoded length of the request in bytes; above 1300 TCP is put before UDP (RFC 3261 section 18.1.1)
     * @param result called in the lane, at once where nothing has to be looked up; empty if there is no such server or
     *     its transport has no listener
     */
    void resolve(SipUri uri, int size, Consumer<List<Hop>> result);

    /**
     * Notes, in the lane, that nobody answers there: the hop stands behind the others for a while (RFC 3263 section
     * 4.3).
     */
    default void failed(Hop hop) {}
}
