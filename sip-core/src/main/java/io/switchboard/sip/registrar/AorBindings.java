package io.switchboard.sip.registrar;

import io.switchboard.sip.lane.LaneTimer;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bindings of one address of record, and the timer of the one that expires first. */
final class AorBindings extends LaneTimer {
    final String aor;
    List<Binding> bindings = List.of();
    /** Whether a change is on its way to the store; requests wait then, so that they are carried out in order. */
    boolean committing;

    @Nullable ArrayDeque<Runnable> waiting;

    /** What the last REGISTER said, for the next to be compared with. */
    @Nullable KnownContact contact;

    /** When the timer goes off, in wall-clock milliseconds; means nothing while it does not run. */
    long alarm;

    private final Registrar registrar;

    AorBindings(String aor, Registrar registrar) {
        this.aor = aor;
        this.registrar = registrar;
    }

    @Override
    protected void expired() {
        registrar.expire(this);
    }
}
