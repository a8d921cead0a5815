package io.switchboard.sip.conference;

import io.switchboard.sip.event.EventSource;
import io.switchboard.sip.event.EventSource.Watcher;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.LaneTimer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who watches one room, and for which party. Changes of a moment are gathered, and one document is made of them for all
 * watchers. It is the timer that gathers.
 */
final class RoomWatchers extends LaneTimer {
    private static final long GATHERING_MILLIS = 100;
    private static final byte[] NOTHING = {};

    private final Lane lane;
    private final Supplier<RoomView> room;
    private final boolean closed;
    private final ConferenceInfo info;
    private final Map<Watcher, String> watchers = new LinkedHashMap<>();

    /**
     * Nobody watches yet.
     *
     * @param entity URI of the room
     * @param closed whether it is shown to those alone who are in it
     */
    RoomWatchers(Lane lane, String entity, boolean closed, Supplier<RoomView> room) {
        this.lane = lane;
        this.closed = closed;
        this.room = room;
        this.info = new ConferenceInfo(entity, room.get());
    }

    /** Something in the room may have changed. */
    void changed() {
        if (closed && !watchers.isEmpty()) {
            dismiss();
        }
        if (!watchers.isEmpty() && !armed()) {
            lane.arm(this, GATHERING_MILLIS);
        }
    }

    @Override
    protected void expired() {
        tell();
    }

    private void tell() {
        byte[] change = info.change(room.get());
        if (change.length > 0) {
            for (Watcher watcher : List.copyOf(watchers.keySet())) {
                watcher.changed(change);
            }
        }
    }

    /** Who watches for a party that is in the room no longer, sees nothing more. */
    private void dismiss() {
        Set<String> present = present();
        Map.copyOf(watchers).forEach((watcher, party) -> {
            if (!present.contains(party)) {
                watchers.remove(watcher);
                watcher.ended(NOTHING, "rejected");
            }
        });
    }

    /** Labels of those who are in the room. */
    private Set<String> present() {
        return room.get().participants().stream()
                .filter(each -> each.stage().equals("in"))
                .map(RoomView.ParticipantView::party)
                .collect(Collectors.toSet());
    }

    /** The room for a party; null if it may not see who is in it. */
    @Nullable EventSource shownTo(String party) {
        return closed && !present().contains(party) ? null : new Shown(party);
    }

    /** The room is over. */
    void close() {
        lane.cancel(this);
        info.change(room.get());
        byte[] last = info.full();
        for (Watcher watcher : List.copyOf(watchers.keySet())) {
            watcher.ended(last);
        }
        watchers.clear();
    }

    private final class Shown implements EventSource {
        private final String party;

        Shown(String party) {
            this.party = party;
        }

        @Override
        public byte[] full() {
            lane.cancel(RoomWatchers.this);
            tell(); // those who know an older state first, so that the version fits all
            return info.full();
        }

        @Override
        public void watch(Watcher watcher) {
            watchers.put(watcher, party);
        }

        @Override
        public void unwatch(Watcher watcher) {
            watchers.remove(watcher);
        }
    }
}
