package io.switchboard.server.event;

import io.switchboard.sip.conference.RoomObserver;
import io.switchboard.sip.conference.RoomView;
import io.switchboard.sip.conference.RoomView.ParticipantView;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes events of what changes in conference rooms: each state of a room is compared with the one before. */
public final class RoomEvents implements RoomObserver {
    private final EventLog log;
    private final Map<String, RoomView> rooms = new HashMap<>();

    /** No room is known. */
    public RoomEvents(EventLog log) {
        this.log = log;
    }

    @Override
    public void changed(RoomView room) {
        RoomView before = rooms.put(room.name(), room);
        if (before == null) {
            publish("conference.opened", room.name(), Map.of());
        }
        if (before != null && before.locked() != room.locked()) {
            publish(room.locked() ? "conference.locked" : "conference.unlocked", room.name(), Map.of());
        }
        String recording = before == null ? "" : before.recording();
        if (!recording.equals(room.recording())) {
            publish(
                    room.recording().isEmpty() ? "recording.stopped" : "recording.started",
                    room.name(),
                    Map.of("file", room.recording().isEmpty() ? recording : room.recording()));
        }
        Map<Integer, ParticipantView> gone = new LinkedHashMap<>();
        if (before != null) {
            before.participants().forEach(each -> gone.put(each.id(), each));
        }
        for (ParticipantView now : room.participants()) {
            compare(room.name(), gone.remove(now.id()), now);
        }
        gone.values().stream().filter(RoomEvents::in).forEach(each -> publish("participant.left", room.name(), each));
    }

    private void compare(String room, @Nullable ParticipantView before, ParticipantView now) {
        boolean wasIn = before != null && in(before);
        if (!wasIn && in(now)) {
            publish("participant.joined", room, now);
        }
        if (wasIn && !in(now)) {
            publish("participant.left", room, now);
        }
        if (before != null && before.muted() != now.muted()) {
            publish(now.muted() ? "participant.muted" : "participant.unmuted", room, now);
        }
        if (before != null && before.deaf() != now.deaf()) {
            publish(now.deaf() ? "participant.deafened" : "participant.undeafened", room, now);
        }
    }

    private static boolean in(ParticipantView participant) {
        return participant.stage().equals("in");
    }

    @Override
    public void closed(String room) {
        RoomView before = rooms.remove(room);
        if (before == null) {
            return;
        }
        before.participants().stream().filter(RoomEvents::in).forEach(each -> publish("participant.left", room, each));
        publish("conference.closed", room, Map.of());
    }

    private void publish(String type, String room, ParticipantView participant) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("participant", participant.id());
        data.put("party", participant.party());
        data.put("uri", participant.uri());
        data.put("call_id", participant.callId());
        publish(type, room, data);
    }

    private void publish(String type, String room, Map<String, Object> more) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("conference", room);
        data.putAll(more);
        log.publish(type, data);
    }
}
