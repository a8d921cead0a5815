package io.switchboard.sip.conference;

import io.switchboard.sip.event.EventSource;
import io.switchboard.sip.event.EventSource.Watcher;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.LaneTimer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who watches one room, and for which party. A room with a PIN is shown to those who are in it; who is about to come in
 * may wait to be shown it, for phones subscribe when their call is answered, and a refusal is told to the user. Changes
 * of a moment are gathered, and one document is made of them for all watchers. Who says which version he has is told
 * what has changed since. It is the timer that gathers.
 */
final class RoomWatchers extends LaneTimer {
    private static final long GATHERING_MILLIS = 100;
    private static final byte[] NOTHING = {};
    /** Stages of those who are about to come in. */
    private static final Set<String> COMING = Set.of("arriving", "keying", "waiting");

    private final Lane lane;
    private final RoomVersions versions;
    private final String entity;
    private final Supplier<RoomView> room;
    private final boolean closed;
    private final ConferenceInfo info;
    private final Map<Watcher, Shown> watchers = new LinkedHashMap<>();
    /** The first version that a party was shown of a closed room; what was before it does not see. */
    private final Map<String, Long> saw = new HashMap<>();

    /**
     * Nobody watches yet.
     *
     * @param entity URI of the room
     * @param closed whether it is shown to those alone who are in it
     */
    RoomWatchers(Lane lane, RoomVersions versions, String entity, boolean closed, Supplier<RoomView> room) {
        this.lane = lane;
        this.versions = versions;
        this.entity = entity;
        this.closed = closed;
        this.room = room;
        this.info = new ConferenceInfo(entity, versions.highest(), versions.own(entity), room.get());
    }

    /** Something in the room may have changed. */
    void changed() {
        if (closed && !(watchers.isEmpty() && saw.isEmpty())) {
            dismiss();
        }
        if (!watchers.isEmpty() && !armed()) {
            gather();
        }
    }

    private boolean mayGoOn() {
        return versions.millisUntil(info.version() + 1) == 0;
    }

    private void gather() {
        lane.arm(this, Math.max(GATHERING_MILLIS, versions.millisUntil(info.version() + 1)));
    }

    @Override
    protected void expired() {
        tell();
    }

    /** Before somebody is shown the room. Those who know an older state are told, so that one version fits all. */
    private void catchUp() {
        if (info.shown() && !mayGoOn()) {
            if (!watchers.isEmpty() && !armed()) {
                gather();
            }
        } else if (watchers.isEmpty()) {
            info.jump(room.get(), true);
        } else {
            lane.cancel(this);
            tell();
        }
    }

    private void tell() {
        if (!info.shown()) {
            info.jump(room.get(), true);
        }
        byte[] change = info.change(room.get());
        if (info.left()) {
            gather();
        }
        Set<String> present = closed ? present() : Set.of();
        all().forEach((watcher, shown) -> {
            if (!shown.sees && present.contains(shown.party)) {
                watcher.changed(shown.all());
            } else if (shown.sees && change.length > 0) {
                shown.told = info.version();
                watcher.changed(change);
            }
        });
    }

    /** A copy, in the order in which they came: who is told something may go. */
    private Map<Watcher, Shown> all() {
        return new LinkedHashMap<>(watchers);
    }

    /** Who watches for a party that is in the room no longer, or does not come in, sees nothing more. */
    private void dismiss() {
        Set<String> present = present();
        Set<String> coming = in(COMING);
        saw.keySet().retainAll(present);
        all().forEach((watcher, shown) -> {
            if (!present.contains(shown.party) && (shown.sees || !coming.contains(shown.party))) {
                watchers.remove(watcher);
                watcher.ended(NOTHING, "rejected");
            }
        });
    }

    /** Labels of those who are in the room. */
    private Set<String> present() {
        return in(Set.of("in"));
    }

    private Set<String> in(Set<String> stages) {
        return room.get().participants().stream()
                .filter(each -> stages.contains(each.stage()))
                .map(RoomView.ParticipantView::party)
                .collect(Collectors.toSet());
    }

    /** The room for a party; null if it may not see who is in it. */
    @Nullable EventSource shownTo(String party) {
        boolean sees = !closed || present().contains(party);
        return sees || in(COMING).contains(party) ? new Shown(party, sees) : null;
    }

    /** The room is over. */
    void close() {
        lane.cancel(this);
        if (!watchers.isEmpty()) {
            info.jump(room.get(), mayGoOn());
            byte[] last = info.full();
            all().forEach((watcher, shown) -> watcher.ended(shown.sees ? last : NOTHING));
            watchers.clear();
        }
        versions.last(entity, info.shown() ? info.version() : info.version() - 1);
    }

    private final class Shown implements EventSource {
        private final String party;
        private boolean sees;
        /** The version that it was told last, 0 for none. */
        private long told;

        Shown(String party, boolean sees) {
            this.party = party;
            this.sees = sees;
        }

        @Override
        public boolean pending() {
            return !sees;
        }

        @Override
        public byte[] full() {
            return since(UNKNOWN);
        }

        @Override
        public byte[] since(long known) {
            // Phones repeat in refreshes what they said first: less than they were told since does not count.
            boolean believed = sees && known >= told && (!closed || known >= saw.getOrDefault(party, Long.MAX_VALUE));
            catchUp();
            sees = sees || present().contains(party);
            if (!sees) {
                return NOTHING;
            }
            return believed ? told(info.since(known)) : all();
        }

        private byte[] all() {
            sees = true;
            return told(info.full());
        }

        private byte[] told(byte[] document) {
            told = info.version();
            if (closed) {
                saw.putIfAbsent(party, told);
            }
            return document;
        }

        @Override
        public void watch(Watcher watcher) {
            watchers.put(watcher, this);
        }

        @Override
        public void unwatch(Watcher watcher) {
            watchers.remove(watcher);
        }
    }
}
