package io.switchboard.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.conference.RoomView;
import io.switchboard.sip.conference.RoomView.ParticipantView;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoomEventsTest {
    private final EventLog log = new EventLog(100, () -> 0);
    private final RoomEvents events = new RoomEvents(log);

    /** Nothing is kept before somebody reads. */
    @BeforeEach
    void somebodyReads() {
        assertThat(log.last()).isZero();
    }

    private static ParticipantView participant(int id, String stage, boolean muted, boolean deaf) {
        return new ParticipantView(
                id, "account:a" + id, "sip:a" + id, "call-" + id, stage, false, false, muted, deaf, 1);
    }

    private void state(boolean locked, String recording, ParticipantView... participants) {
        events.changed(new RoomView("3000", locked, recording, 1, List.of(participants)));
    }

    private List<String> told(long after) {
        return log.after(after, 100) instanceof EventLog.Batch.Events batch
                ? batch.events().stream()
                        .map(e -> e.type()
                                + (e.data().containsKey("participant")
                                        ? " " + e.data().get("participant")
                                        : ""))
                        .toList()
                : List.of("lost");
    }

    @Test
    void theLifeOfARoomIsTold() {
        state(false, "", participant(1, "keying", false, false));
        assertThat(told(0)).containsExactly("conference.opened");
        state(false, "", participant(1, "in", false, false));
        state(false, "", participant(1, "in", false, false), participant(2, "in", true, false));
        assertThat(told(1)).containsExactly("participant.joined 1", "participant.joined 2");
        state(true, "a.wav", participant(1, "in", true, true), participant(2, "in", false, false));
        assertThat(told(3))
                .containsExactly(
                        "conference.locked",
                        "recording.started",
                        "participant.muted 1",
                        "participant.deafened 1",
                        "participant.unmuted 2");
        state(false, "", participant(1, "in", false, false), participant(2, "leaving", false, false));
        state(false, "", participant(1, "in", false, false));
        assertThat(told(8))
                .containsExactly(
                        "conference.unlocked",
                        "recording.stopped",
                        "participant.unmuted 1",
                        "participant.undeafened 1",
                        "participant.left 2");
        events.closed("3000");
        assertThat(told(13)).containsExactly("participant.left 1", "conference.closed");
    }

    @Test
    void whatDidNotChangeIsNotTold() {
        state(false, "", participant(1, "in", false, false));
        long last = log.last();
        state(false, "", participant(1, "in", false, false));
        assertThat(log.last()).isEqualTo(last);
    }

    @Test
    void whoNeverCameInDoesNotLeave() {
        state(false, "", participant(1, "keying", false, false));
        state(false, "");
        events.closed("3000");
        assertThat(told(0)).containsExactly("conference.opened", "conference.closed");
    }
}
