package io.switchboard.sip.call;

import java.util.HashMap;
import java.util.Map;

/** How many legs each trunk has, and each account with a limit of calls. */
final class PartyLoad {
    private final Map<String, int[]> legs = new HashMap<>();

    /** Counts a leg that begins; false if that is one too many. It is to be taken off by {@link #left} all the same. */
    boolean entered(Party party) {
        if (!counted(party)) {
            return true;
        }
        int[] load = legs.computeIfAbsent(party.label(), label -> new int[1]);
        load[0]++;
        return party.maxCalls() == 0 || load[0] <= party.maxCalls();
    }

    void left(Party party) {
        int[] load = counted(party) ? legs.get(party.label()) : null;
        if (load != null) {
            load[0]--;
            if (load[0] == 0) {
                legs.remove(party.label());
            }
        }
    }

    /** Legs of a party, by its label. */
    int of(String label) {
        int[] load = legs.get(label);
        return load == null ? 0 : load[0];
    }

    private static boolean counted(Party party) {
        return party instanceof Party.Trunk || party.maxCalls() > 0;
    }
}
