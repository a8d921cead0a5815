package io.switchboard.sip.messaging;

import io.switchboard.sip.call.Destination;
import org.jspecify.annotations.Nullable;

/** Where trunks are. Called in the lane, answers at once. */
@FunctionalInterface
public interface Trunks {
    /**
     * A number, or name, on a trunk.
     *
     * @param user user part, not escaped
     * @return null if there is no such trunk
     */
    @Nullable Destination to(String trunk, String user);
}
