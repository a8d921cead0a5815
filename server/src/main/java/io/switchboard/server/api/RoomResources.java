package io.switchboard.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.switchboard.server.api.Resource.Action;
import io.switchboard.server.api.Resource.Asked;
import io.switchboard.server.api.http.Response;
import io.switchboard.server.command.Outcome;
import io.switchboard.server.command.RoomCommands;
import io.switchboard.server.command.RoomCommands.ParticipantAction;
import io.switchboard.server.command.RoomCommands.RoomAction;
import io.switchboard.sip.conference.RoomView;
import io.switchboard.sip.conference.RoomView.ParticipantView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conference rooms. */
final class RoomResources {
    private static final String ONE = "/conferences/{conference}";
    private static final String RECORDING = "/conferences/{conference}/recording";
    private static final String PARTICIPANT = "/conferences/{conference}/participants/{participant}";

    private static final int LONGEST_TARGET = 512;

    private final RoomCommands rooms;

    RoomResources(RoomCommands rooms) {
        this.rooms = rooms;
    }

    List<Resource> all() {
        return List.of(
                new Resource("GET", "/conferences", asked -> list()),
                new Resource("GET", ONE, asked -> Answers.of(rooms.show(room(asked)), RoomResources::json)),
                new Resource("PATCH", ONE, this::lock),
                new Resource("DELETE", ONE, act(RoomAction.END)),
                new Resource("PUT", RECORDING, act(RoomAction.RECORD)),
                new Resource("DELETE", RECORDING, act(RoomAction.UNRECORD)),
                new Resource("POST", "/conferences/{conference}/participants", this::invite),
                new Resource(
                        "GET",
                        PARTICIPANT,
                        asked -> Answers.of(rooms.show(room(asked), participant(asked)), RoomResources::json)),
                new Resource("PATCH", PARTICIPANT, this::silence),
                new Resource(
                        "DELETE",
                        PARTICIPANT,
                        asked -> Answers.of(
                                rooms.act(ParticipantAction.REMOVE, room(asked), participant(asked), asked.by()))));
    }

    private static String room(Asked asked) {
        return asked.name("conference");
    }

    private static int participant(Asked asked) {
        return asked.number("participant");
    }

    private Action act(RoomAction action) {
        return asked -> Answers.of(rooms.act(action, room(asked), asked.by()));
    }

    private Response list() {
        ObjectNode body = JsonBody.mapper().createObjectNode();
        ArrayNode list = body.putArray("conferences");
        rooms.list().forEach(room -> list.add(json(room)));
        return Response.json(200, body);
    }

    private Response lock(Asked asked) throws BadRequest {
        JsonBody body = JsonBody.of(asked.request());
        Boolean locked = body.flag("locked");
        if (locked == null) {
            body.problem("locked is meant");
        }
        body.done();
        RoomAction action = Boolean.TRUE.equals(locked) ? RoomAction.LOCK : RoomAction.UNLOCK;
        return switch (rooms.act(action, room(asked), asked.by())) {
            case Outcome.Failed<String> failed -> Answers.of(failed);
            case Outcome.Done<String> done -> Answers.of(rooms.show(room(asked)), RoomResources::json);
        };
    }

    private Response invite(Asked asked) throws BadRequest {
        JsonBody body = JsonBody.of(asked.request());
        String target = body.text("target", LONGEST_TARGET);
        body.done();
        return switch (rooms.invite(room(asked), target, asked.by())) {
            case Outcome.Failed<Integer> failed -> Answers.of(failed);
            case Outcome.Done<Integer> done ->
                Answers.of(rooms.show(room(asked), done.value()), 201, RoomResources::json);
        };
    }

    private Response silence(Asked asked) throws BadRequest {
        JsonBody body = JsonBody.of(asked.request());
        Boolean muted = body.flag("muted");
        Boolean deaf = body.flag("deaf");
        if (muted == null && deaf == null) {
            body.problem("muted or deaf is meant");
        }
        body.done();
        Outcome<String> outcome = apply(asked, muted, ParticipantAction.MUTE, ParticipantAction.UNMUTE);
        if (outcome instanceof Outcome.Done<String>) {
            outcome = apply(asked, deaf, ParticipantAction.DEAFEN, ParticipantAction.UNDEAFEN);
        }
        return outcome instanceof Outcome.Done<String>
                ? Answers.of(rooms.show(room(asked), participant(asked)), RoomResources::json)
                : Answers.of(outcome);
    }

    private Outcome<String> apply(Asked asked, @Nullable Boolean flag, ParticipantAction set, ParticipantAction clear) {
        return flag == null
                ? Outcome.done("")
                : rooms.act(flag ? set : clear, room(asked), participant(asked), asked.by());
    }

    static ObjectNode json(RoomView room) {
        ObjectNode node = JsonBody.mapper().createObjectNode();
        node.put("name", room.name());
        node.put("opened", Times.of(room.opened()));
        node.put("locked", room.locked());
        node.put("recording", room.recording().isEmpty() ? null : room.recording());
        ArrayNode participants = node.putArray("participants");
        room.participants().forEach(each -> participants.add(json(each)));
        return node;
    }

    static ObjectNode json(ParticipantView participant) {
        ObjectNode node = JsonBody.mapper().createObjectNode();
        node.put("id", participant.id());
        node.put("party", participant.party());
        node.put("uri", participant.uri());
        node.put("call_id", participant.callId());
        node.put("stage", participant.stage());
        node.put("moderator", participant.moderator());
        node.put("dialled", participant.dialled());
        node.put("muted", participant.muted());
        node.put("deaf", participant.deaf());
        node.put("joined", Times.of(participant.joined()));
        return node;
    }
}
