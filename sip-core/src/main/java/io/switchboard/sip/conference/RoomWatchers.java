package io.switchboard.sip.conference;

import io.switchboard.sip.event.EventSource;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.LaneTimer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Who watches one room. Changes of a moment are gathered, and one document is made of them for all watchers. It is the
 * timer that gathers.
 */
final class RoomWatchers extends LaneTimer implements EventSource {
    private static final long GATHERING_MILLIS = 100;

    private final Lane lane;
    private final Supplier<RoomView> room;
    private final ConferenceInfo info;
    private final Set<Watcher> watchers = new LinkedHashSet<>();

    RoomWatchers(Lane lane, String entity, Supplier<RoomView> room) {
        this.lane = lane;
        this.room = room;
        this.info = new ConferenceInfo(entity, room.get());
    }

    /** Something in the room may have changed. */
    void changed() {
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
            for (Watcher watcher : List.copyOf(watchers)) {
                watcher.changed(change);
            }
        }
    }

    @Override
    public byte[] full() {
        lane.cancel(this);
        tell(); // those who know an older state first, so that the version fits all
        return info.full();
    }

    @Override
    public void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    @Override
    public void unwatch(Watcher watcher) {
        watchers.remove(watcher);
    }

    /** The room is over. */
    void close() {
        lane.cancel(this);
        info.change(room.get());
        byte[] last = info.full();
        for (Watcher watcher : List.copyOf(watchers)) {
            watcher.ended(last);
        }
        watchers.clear();
    }
}
