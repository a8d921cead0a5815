package io.switchboard.sip.presence;

import io.switchboard.sip.event.EventSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A user's state as one watcher sees it. */
final class PresenceSource implements EventSource {
    /** Address of record of who watches. */
    final String from;
    /** Names this watcher to the user (RFC 3858 section 4.1). */
    final String id;

    private final Presences presences;
    private final String aor;
    private byte @Nullable [] known;
    private @Nullable Watcher watcher;
    private long number;
    private String end = "timeout";

    PresenceSource(Presences presences, String aor, String from, String id) {
        this.presences = presences;
        this.aor = aor;
        this.from = from;
        this.id = id;
    }

    @Override
    public byte[] full() {
        byte[] now = presences.document(aor);
        known = now;
        return now;
    }

    @Override
    public void watch(Watcher next) {
        watcher = next;
        presences.of(aor).watch(this);
    }

    @Override
    public void unwatch(Watcher gone) {
        presences.unwatch(aor, this);
    }

    void numbered(long next) {
        number = next;
    }

    /** In the order in which the user's watchers came, from 1. */
    long number() {
        return number;
    }

    /** Why it has ended, once it has; an event of RFC 3857 section 4.7.1. */
    String endedBy() {
        return end;
    }

    void tell(byte[] document) {
        if (watcher != null && !Arrays.equals(known, document)) {
            known = document;
            watcher.changed(document);
        }
    }

    /** There is nothing more to be seen: not any more, or not by this watcher. */
    void end(String reason) {
        end = reason;
        if (watcher != null) {
            watcher.ended(new byte[0], reason);
        }
    }
}
