package io.switchboard.sip.messaging;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;

/** A device while {@link DeliveryMachine} takes a step; see {@link DeliveryState.Outlet}. */
final class OutletDraft {
    final List<Long> queue;
    final List<Long> sending;
    boolean loading;
    boolean again;
    boolean more;
    long upTo;
    long after;
    boolean stalled;
    boolean failing;
    boolean gone;

    OutletDraft(DeliveryState.Outlet from) {
        this.queue = new ArrayList<>(from.queue());
        this.sending = new ArrayList<>(from.sending());
        this.loading = from.loading();
        this.again = from.again();
        this.more = from.more();
        this.upTo = from.upTo();
        this.after = from.after();
        this.stalled = from.stalled();
        this.failing = from.failing();
        this.gone = from.gone();
    }

    boolean usable() {
        return !stalled && !gone;
    }

    /** Whether the store has no message that has to be sent before this one. */
    boolean next(long id) {
        return (!loading && !more) || id <= upTo;
    }

    /** Puts a message in its place. */
    void add(long id) {
        int at = queue.size();
        while (at > 0 && queue.get(at - 1) > id) {
            at--;
        }
        queue.add(at, id);
    }

    boolean holds(long id) {
        return queue.contains(id) || sending.contains(id);
    }

    DeliveryState.Outlet frozen() {
        return new DeliveryState.Outlet(
                ImmutableList.copyOf(queue),
                ImmutableList.copyOf(sending),
                loading,
                again,
                more,
                upTo,
                after,
                stalled,
                failing,
                gone);
    }
}
