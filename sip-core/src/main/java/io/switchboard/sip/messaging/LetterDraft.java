package io.switchboard.sip.messaging;

import com.google.common.collect.ImmutableMap;
import io.switchboard.sip.messaging.DeliveryState.Held;
import io.switchboard.sip.messaging.DeliveryState.Kept;
import java.util.LinkedHashMap;
import java.util.Map;

/** A message while {@link DeliveryMachine} takes a step; see {@link Held}. */
final class LetterDraft {
    final long id;
    final String sender;
    final boolean fleeting;
    final Map<String, Integer> refused;
    Kept kept;
    boolean answered;
    boolean taken;

    LetterDraft(Held held) {
        this.id = held.id();
        this.sender = held.sender();
        this.fleeting = held.fleeting();
        this.refused = new LinkedHashMap<>(held.refused());
        this.kept = held.kept();
        this.answered = held.answered();
        this.taken = held.taken();
    }

    Held held() {
        return new Held(id, sender, fleeting, kept, answered, taken, ImmutableMap.copyOf(refused));
    }

    /** What says most of all refusals: that of the person first, then what the sender can mend. */
    int best() {
        int best = 0;
        for (int status : refused.values()) {
            best = best == 0 || rank(status) < rank(best) ? status : best;
        }
        return best;
    }

    private static int rank(int status) {
        return status >= 600 ? 0 : status == 415 || status == 413 ? 1 : status;
    }
}
