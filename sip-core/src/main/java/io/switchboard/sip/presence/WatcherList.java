package io.switchboard.sip.presence;

import io.switchboard.sip.event.EventSource;
import io.switchboard.sip.lane.LaneTimer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who watches one user, for that user (RFC 3857). It is the timer that gathers changes. */
final class WatcherList extends LaneTimer {
    /** RFC 3857 section 4.10: no more often than every five seconds. */
    private static final long GATHERING_MILLIS = 5_000;

    private final Presences presences;
    private final Set<Source> observers = new LinkedHashSet<>(2);

    WatcherList(Presences presences) {
        this.presences = presences;
    }

    boolean isEmpty() {
        return observers.isEmpty();
    }

    /** Somebody has come or gone. */
    void changed() {
        if (!observers.isEmpty() && !armed()) {
            presences.lane.arm(this, GATHERING_MILLIS);
        }
    }

    @Override
    protected void expired() {
        List.copyOf(observers).forEach(Source::tell);
    }

    void end(String reason) {
        List.copyOf(observers).forEach(observer -> observer.end(reason));
    }

    private void add(Source source) {
        observers.add(source);
    }

    private void remove(Source source) {
        observers.remove(source);
        if (observers.isEmpty()) {
            presences.lane.cancel(this);
        }
    }

    /** The list as one of the user's phones sees it: its documents are counted for it (RFC 3858 section 4.1). */
    static final class Source implements EventSource {
        private final Presences presences;
        private final String aor;
        private @Nullable Watcher watcher;
        private int version;

        Source(Presences presences, String aor) {
            this.presences = presences;
            this.aor = aor;
        }

        @Override
        public byte[] full() {
            StringBuilder text = new StringBuilder(512)
                    .append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
                    .append("<watcherinfo xmlns=\"urn:ietf:params:xml:ns:watcherinfo\" version=\"")
                    .append(version++)
                    .append("\" state=\"full\"><watcher-list resource=\"")
                    .append(PresenceComposer.escaped(presences.uri(aor)))
                    .append("\" package=\"presence\">");
            for (PresenceSource each : presences.watchers(aor)) {
                text.append("<watcher id=\"")
                        .append(each.id)
                        .append("\" status=\"active\" event=\"subscribe\">")
                        .append(PresenceComposer.escaped(presences.uri(each.from)))
                        .append("</watcher>");
            }
            return text.append("</watcher-list></watcherinfo>\n").toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void watch(Watcher next) {
            watcher = next;
            presences.of(aor).observed.add(this);
        }

        @Override
        public void unwatch(Watcher gone) {
            presences.unobserve(aor, observed -> observed.remove(this));
        }

        void tell() {
            if (watcher != null) {
                watcher.changed(full());
            }
        }

        void end(String reason) {
            if (watcher != null) {
                watcher.ended(new byte[0], reason);
            }
        }
    }
}
