package io.switchboard.sip.conference;

import io.switchboard.sip.conference.ConferenceDocument.Head;
import io.switchboard.sip.conference.ConferenceDocument.Kind;
import io.switchboard.sip.conference.RoomView.ParticipantView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the watchers of a room are told (RFC 4575). It keeps what was told last, and makes of what changes the smallest
 * document that tells it: each has a version higher by one. Whoever says which version he has gets what has changed
 * since. What changes for very many is told in parts, and the whole of a large room shortly, without roles and media,
 * and without those who find no room in it. Pure.
 */
final class ConferenceInfo {
    private static final byte[] NOTHING = {};
    /** Users that have left whom a watcher is told of who has an older state. */
    private static final int MOST_GONE = 100;

    /** A user: since which version he is there, and since which as he is. */
    private record Told(List<ParticipantView> phones, long came, long changed) {}

    /** One who was there from one version on, until another. */
    private record Gone(String uri, long came, long left) {}

    private final String entity;
    private final Map<String, Told> told = new LinkedHashMap<>();
    private final ArrayDeque<Gone> gone = new ArrayDeque<>();
    private boolean locked;
    private int users;
    private long version;
    /** The oldest version of which it is known what has changed since. */
    private long oldest;
    /** Whether somebody may have the present version. */
    private boolean shown;

    private boolean left;
    private byte @Nullable [] whole;

    /**
     * @param entity URI of the room
     * @param version of the first state
     * @param own the first version that nobody has of another room under this URI, that one or the next
     */
    ConferenceInfo(String entity, long version, long own, RoomView first) {
        this.entity = entity;
        this.version = version;
        this.oldest = own;
        becomes(first);
    }

    /** Number of what was told last. */
    long version() {
        return version;
    }

    /** Whether somebody may have the present version, so that a change needs another. */
    boolean shown() {
        return shown;
    }

    /** The whole state, as it was told last. */
    byte[] full() {
        shown = true;
        if (whole == null) {
            ConferenceDocument full = document(Kind.FULL);
            if (!all(full)) {
                full = document(Kind.BRIEF);
                all(full);
            }
            whole = full.end();
        }
        return whole;
    }

    /** Lists those whom there is room for; false if not all of them. */
    private boolean all(ConferenceDocument document) {
        for (Map.Entry<String, Told> user : told.entrySet()) {
            if (!document.user(user.getKey(), user.getValue().phones)) {
                return false;
            }
        }
        return true;
    }

    /**
     * What somebody lacks who has the state of a version: nothing, what has changed since, or the whole, if that is not
     * known or finds no room in a document.
     */
    byte[] since(long known) {
        if (known < oldest || known > version || (known == version && !shown)) {
            return full();
        }
        if (known == version) {
            return NOTHING;
        }
        shown = true;
        ConferenceDocument part = document(Kind.PARTIAL);
        Set<String> missed = new LinkedHashSet<>();
        for (Gone each : gone) {
            if (each.came <= known && each.left > known && !told.containsKey(each.uri)) {
                missed.add(each.uri);
            }
        }
        for (String uri : missed) {
            if (!part.user(uri, null)) {
                return full();
            }
        }
        for (Map.Entry<String, Told> user : told.entrySet()) {
            if (user.getValue().changed > known && !part.user(user.getKey(), user.getValue().phones)) {
                return full();
            }
        }
        return part.end();
    }

    /** What has changed since the last time, or a part of it, under one more version; empty for nothing. */
    byte[] change(RoomView now) {
        left = false;
        Map<String, List<ParticipantView>> after = byUri(now.participants());
        int count = after.size();
        List<String> goes = new ArrayList<>(told.keySet());
        goes.removeAll(after.keySet());
        after.entrySet().removeIf(user -> same(told.get(user.getKey()), user.getValue()));
        if (after.isEmpty() && goes.isEmpty() && now.locked() == locked) {
            return NOTHING;
        }
        version++;
        shown = true;
        begin(now.locked(), count);
        ConferenceDocument part = document(Kind.PARTIAL);
        for (Iterator<String> uris = goes.iterator(); uris.hasNext() && !left; ) {
            String uri = uris.next();
            left = !part.user(uri, null);
            if (!left) {
                goes(uri);
            }
        }
        for (Iterator<Map.Entry<String, List<ParticipantView>>> all =
                        after.entrySet().iterator();
                all.hasNext() && !left; ) {
            Map.Entry<String, List<ParticipantView>> user = all.next();
            left = !part.user(user.getKey(), user.getValue());
            if (!left) {
                is(user.getKey(), user.getValue());
            }
        }
        return part.end();
    }

    private static boolean same(@Nullable Told before, List<ParticipantView> phones) {
        return before != null && before.phones.equals(phones);
    }

    /** Whether the last change was told in part, so that there is more to tell at once. */
    boolean left() {
        return left;
    }

    /**
     * Takes what has changed at once and untold, under one more version if somebody may have the one before.
     *
     * @param more whether there may be one more
     */
    void jump(RoomView now, boolean more) {
        Map<String, List<ParticipantView>> after = byUri(now.participants());
        boolean changed = now.locked() != locked || !after.keySet().equals(told.keySet());
        for (Map.Entry<String, List<ParticipantView>> user : after.entrySet()) {
            changed = changed || !same(told.get(user.getKey()), user.getValue());
        }
        if (changed) {
            version += shown && more ? 1 : 0;
            shown = false;
            becomes(now);
        }
    }

    private void becomes(RoomView now) {
        Map<String, List<ParticipantView>> after = byUri(now.participants());
        begin(now.locked(), after.size());
        List<String> goes = new ArrayList<>(told.keySet());
        goes.removeAll(after.keySet());
        goes.forEach(this::goes);
        after.forEach((uri, phones) -> {
            if (!same(told.get(uri), phones)) {
                is(uri, phones);
            }
        });
    }

    private void begin(boolean nowLocked, int count) {
        whole = null;
        locked = nowLocked;
        users = count;
    }

    private void is(String uri, List<ParticipantView> phones) {
        Told before = told.get(uri);
        told.put(uri, new Told(phones, before == null ? version : before.came, version));
    }

    private void goes(String uri) {
        Told was = told.remove(uri);
        if (was != null) {
            gone.add(new Gone(uri, was.came, version));
        }
        if (gone.size() > MOST_GONE) {
            oldest = gone.remove().left;
        }
    }

    private ConferenceDocument document(Kind kind) {
        return new ConferenceDocument(kind, new Head(entity, version, users, locked));
    }

    /** A user may be there with several phones. */
    private static Map<String, List<ParticipantView>> byUri(Collection<ParticipantView> participants) {
        Map<String, List<ParticipantView>> users = new LinkedHashMap<>();
        for (ParticipantView each : participants) {
            if (ConferenceDocument.tellsOf(each.stage())) {
                users.computeIfAbsent(each.uri(), uri -> new ArrayList<>(1)).add(each);
            }
        }
        return users;
    }
}
