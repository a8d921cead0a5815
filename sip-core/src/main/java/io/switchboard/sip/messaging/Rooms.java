package io.switchboard.sip.messaging;

import java.util.List;

/** Who is in which room. Used in the lane; answers at once. */
@FunctionalInterface
public interface Rooms {
    /** Addresses of record of the accounts that are in a room; nobody if it is not open. */
    List<String> members(String room);
}
