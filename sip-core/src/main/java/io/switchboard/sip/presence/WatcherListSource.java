package io.switchboard.sip.presence;

import com.google.common.base.Utf8;
import io.switchboard.sip.event.EventPackage;
import io.switchboard.sip.event.EventSource;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The list of a user's watchers as one of the user's phones sees it: its documents are counted for it (RFC 3858 section
 * 4.1). A list that does not fit one document is told in several, one each time that changes are told: the first is full
 * and replaces what the phone knew, the others are partial and go on. Later changes of such a list are partial too.
 */
final class WatcherListSource implements EventSource {
    private static final String END = "</watcher-list></watcherinfo>\n";

    private final Presences presences;
    private final String aor;
    private @Nullable Watcher watcher;
    private int version;
    /** Whether it is told by parts. */
    private boolean byParts;
    /** The last watcher that it was told of, and how many it knows to be gone. */
    private long knows;

    private long knowsGone;

    WatcherListSource(Presences presences, String aor) {
        this.presences = presences;
        this.aor = aor;
    }

    /** A document that grows. */
    private final class Part {
        private final StringBuilder text = new StringBuilder(512);
        private int size;
        private boolean full;

        Part(String state) {
            add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<watcherinfo xmlns=\"urn:ietf:params:xml:ns:watcherinfo\""
                    + " version=\"" + version++ + "\" state=\"" + state + "\"><watcher-list resource=\""
                    + PresenceComposer.escaped(presences.uri(aor)) + "\" package=\"presence\">");
            size += END.length();
        }

        private void add(String more) {
            int length = Utf8.encodedLength(more);
            full = full || size + length > EventPackage.MOST_BYTES;
            if (!full) {
                size += length;
                text.append(more);
            }
        }

        /** Whether there was room for it; after something that did not fit there is none for anything. */
        boolean watcher(String id, String status, String event, String from) {
            add("<watcher id=\"" + id + "\" status=\"" + status + "\" event=\"" + event + "\">"
                    + PresenceComposer.escaped(presences.uri(from)) + "</watcher>");
            return !full;
        }

        byte[] end() {
            return text.append(END).toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    @Override
    public byte[] full() {
        WatcherList observed = presences.of(aor).observed;
        knows = 0;
        knowsGone = observed.goneSoFar();
        Part part = new Part("full");
        byParts = !there(part);
        if (byParts) {
            observed.changed();
        }
        return part.end();
    }

    /** Goes on with those who watch; whether all are told now. */
    private boolean there(Part part) {
        for (PresenceSource each : presences.watchers(aor)) {
            if (each.number() > knows) {
                if (!part.watcher(each.id, "active", "subscribe", each.from)) {
                    return false;
                }
                knows = each.number();
            }
        }
        return true;
    }

    private byte[] partial(WatcherList observed) {
        Part part = new Part("partial");
        for (WatcherList.Gone each : observed.goneAfter(knowsGone)) {
            if (each.number() <= knows && !part.watcher(each.id(), "terminated", each.event(), each.from())) {
                break;
            }
            knowsGone++;
        }
        if (!there(part) || knowsGone < observed.goneSoFar()) {
            observed.changed();
        }
        return part.end();
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

    /** How many it knows to be gone. */
    long knowsGone() {
        return knowsGone;
    }

    void tell() {
        if (watcher != null) {
            WatcherList observed = presences.of(aor).observed;
            watcher.changed(byParts && knowsGone >= observed.forgotten() ? partial(observed) : full());
        }
    }

    void end(String reason) {
        if (watcher != null) {
            watcher.ended(new byte[0], reason);
        }
    }
}
