package io.switchboard.sip.messaging;

import io.switchboard.sip.message.SipRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One message for several: its sender is answered once, when something is known of each. 200 if all have it, 202 if some
 * get it later or not at all (RFC 5365 section 7.2), a refusal if nobody gets it.
 */
final class Fanout {
    /**
     * One of several does not get it.
     *
     * @param message as it was for him
     * @param reader his address as the sender wrote it
     */
    record Refused(SipRequest message, String reader, int status) {}

    private final Answer sender;
    private final Consumer<Refused> untold;
    private final List<Refused> refused = new ArrayList<>(1);
    private int left;
    private boolean taken;
    private boolean later;

    /**
     * @param count how many get it, at least one
     * @param untold told of those of whom the answer says nothing
     */
    Fanout(Answer sender, int count, Consumer<Refused> untold) {
        this.sender = sender;
        this.left = count;
        this.untold = untold;
    }

    /** What one of them comes to. */
    Reply one(SipRequest message, String reader) {
        return new OnceReply((status, reason, retryAfter) -> told(new Refused(message, reader, status)));
    }

    private void told(Refused one) {
        later |= one.status() != 200;
        if (one.status() < 300) {
            taken = true;
        } else {
            refused.add(one);
        }
        if (--left > 0) {
            return;
        }
        if (!taken) {
            sender.tell(refused.get(0).status());
            return;
        }
        sender.tell(later ? 202 : 200);
        refused.forEach(untold);
    }
}
