package io.switchboard.sip.messaging;

import java.util.List;

/** Where the devices of users are. Used in the lane; answers at once. */
@FunctionalInterface
public interface Phones {
    /** Those of an address of record that can be reached now. */
    List<Phone> of(String aor);
}
