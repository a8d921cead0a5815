package io.switchboard.server.command;

import io.switchboard.server.command.Outcome.Why;
import io.switchboard.sip.conference.Conferences;
import io.switchboard.sip.conference.InviteListener;
import io.switchboard.sip.conference.RoomView;
import io.switchboard.sip.conference.RoomView.ParticipantView;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.message.StatusPhrases;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commands about conference rooms. */
public final class RoomCommands {
    private static final Logger log = LoggerFactory.getLogger("switchboard.admin");

    private final InLane lane;
    private final Conferences conferences;

    /** Commands over the rooms of a lane. */
    public RoomCommands(InLane lane, Conferences conferences) {
        this.lane = lane;
        this.conferences = conferences;
    }

    /** What is done to a room. */
    public enum RoomAction {
        LOCK,
        UNLOCK,
        RECORD,
        UNRECORD,
        END
    }

    /** What is done to a participant. */
    public enum ParticipantAction {
        REMOVE,
        MUTE,
        UNMUTE,
        DEAFEN,
        UNDEAFEN
    }

    /** Open rooms, in the order of their opening. */
    public List<RoomView> list() {
        return lane.get(conferences::list);
    }

    /** An open room. */
    public Outcome<RoomView> show(String room) {
        return list().stream()
                .filter(each -> each.name().equals(room))
                .findFirst()
                .map(Outcome::done)
                .orElseGet(() -> noRoom(room));
    }

    /** A participant of an open room. */
    public Outcome<ParticipantView> show(String room, int participant) {
        return switch (show(room)) {
            case Outcome.Failed<RoomView> failed -> failed.as();
            case Outcome.Done<RoomView> done ->
                done.value().participants().stream()
                        .filter(each -> each.id() == participant)
                        .findFirst()
                        .map(Outcome::done)
                        .orElseGet(() -> noParticipant(room, participant));
        };
    }

    /** Does something to a room. */
    public Outcome<String> act(RoomAction action, String room, String by) {
        boolean known = in(rooms -> switch (action) {
            case LOCK -> rooms.lock(room, true);
            case UNLOCK -> rooms.lock(room, false);
            case RECORD -> rooms.record(room, true);
            case UNRECORD -> rooms.record(room, false);
            case END -> rooms.end(room);
        });
        if (!known) {
            return noRoom(room);
        }
        log.info("conference={} {} by={}", room, action, by);
        return Outcome.done("done");
    }

    /** Does something to a participant. */
    public Outcome<String> act(ParticipantAction action, String room, int participant, String by) {
        boolean known = in(rooms -> switch (action) {
            case REMOVE -> rooms.kick(room, participant);
            case MUTE -> rooms.mute(room, participant, true);
            case UNMUTE -> rooms.mute(room, participant, false);
            case DEAFEN -> rooms.deafen(room, participant, true);
            case UNDEAFEN -> rooms.deafen(room, participant, false);
        });
        if (!known) {
            return noParticipant(room, participant);
        }
        log.info("conference={} participant={} {} by={}", room, participant, action, by);
        return Outcome.done("done");
    }

    /**
     * Calls somebody into a room, which is opened if it is not. The administrator may call what every account may.
     *
     * @param target a number, a name or a SIP URI
     * @return the number of the participant, which is being called
     */
    public Outcome<Integer> invite(String room, String target, String by) {
        return lane.get(() -> {
            SipUri uri;
            try {
                uri = conferences.target(target);
            } catch (IllegalArgumentException e) {
                return Outcome.failed(Why.INVALID, "not a number, a user or a SIP URI: " + target);
            }
            FirstOutcome outcome = new FirstOutcome();
            int id = conferences.invite(room, uri, null, outcome);
            log.info("conference={} participant={} invited={} status={} by={}", room, id, target, outcome.status, by);
            return outcome.status / 100 <= 2
                    ? Outcome.done(id)
                    : new Outcome.Failed<>(
                            Why.REFUSED,
                            target + " is not called: " + outcome.status + " " + StatusPhrases.of(outcome.status),
                            List.of(),
                            outcome.status);
        });
    }

    /** What became of an invitation at once; later everybody sees it in the room. */
    private static final class FirstOutcome implements InviteListener {
        private int status;

        @Override
        public void ringing() {
            // it can be seen in the room
        }

        @Override
        public void concluded(int result) {
            status = result;
        }
    }

    private boolean in(Function<Conferences, Boolean> task) {
        return lane.get(() -> task.apply(conferences));
    }

    private static <T> Outcome<T> noRoom(String room) {
        return Outcome.failed(Why.NOT_FOUND, "conference " + room + " is not open");
    }

    private static <T> Outcome<T> noParticipant(String room, int participant) {
        return Outcome.failed(
                Why.NOT_FOUND, "conference " + room + " is not open, or has no participant " + participant);
    }
}
