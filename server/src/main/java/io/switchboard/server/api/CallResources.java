package io.switchboard.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.switchboard.server.api.Resource.Asked;
import io.switchboard.server.api.http.Response;
import io.switchboard.server.command.CallCommands;
import io.switchboard.server.command.Outcome;
import io.switchboard.sip.call.CallView;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Calls. */
final class CallResources {
    private static final String ONE = "/calls/{call}";
    private static final String PARTICIPANT = "/calls/{call}/participants/{participant}";
    private static final int LONGEST_TARGET = 512;
    private static final int USUAL = 100;

    private final CallCommands calls;

    CallResources(CallCommands calls) {
        this.calls = calls;
    }

    List<Resource> all() {
        return List.of(
                new Resource("GET", "/calls", this::list),
                new Resource("GET", ONE, asked -> Answers.of(calls.show(asked.name("call")), CallResources::json)),
                new Resource("DELETE", ONE, asked -> Answers.of(calls.end(asked.name("call"), asked.by()))),
                new Resource("POST", "/calls/{call}/transfer", this::transfer),
                new Resource("POST", "/calls/{call}/participants", this::add),
                new Resource("PUT", "/calls/{call}/recording", this::record),
                new Resource(
                        "DELETE",
                        "/calls/{call}/recording",
                        asked -> Answers.of(calls.unrecord(asked.name("call"), asked.by()))),
                new Resource("PATCH", PARTICIPANT, this::silence),
                new Resource(
                        "DELETE",
                        PARTICIPANT,
                        asked ->
                                Answers.of(calls.remove(asked.name("call"), asked.number("participant"), asked.by()))));
    }

    private Response list(Asked asked) throws BadRequest {
        int most = (int) asked.parameter("limit", USUAL, CallCommands.MOST);
        List<CallView> found = calls.list(asked.request().query().getOrDefault("after", ""), most);
        ObjectNode body = JsonBody.mapper().createObjectNode();
        ArrayNode list = body.putArray("calls");
        found.forEach(call -> list.add(json(call)));
        if (found.size() == most) {
            body.put("next", found.get(most - 1).id());
        }
        return Response.json(200, body);
    }

    private Response transfer(Asked asked) throws BadRequest {
        JsonBody body = JsonBody.of(asked.request());
        int participant = body.number("participant");
        String target = body.text("target", LONGEST_TARGET);
        body.done();
        Outcome<String> outcome = calls.transfer(asked.name("call"), participant, target, asked.by());
        return Answers.of(outcome, done -> JsonBody.mapper().createObjectNode().put("result", done));
    }

    private Response add(Asked asked) throws BadRequest {
        JsonBody body = JsonBody.of(asked.request());
        String target = body.text("target", LONGEST_TARGET);
        body.done();
        return switch (calls.add(asked.name("call"), target, asked.by())) {
            case Outcome.Failed<String> failed -> Answers.of(failed);
            case Outcome.Done<String> done -> Answers.of(calls.show(asked.name("call")), 201, CallResources::json);
        };
    }

    private Response record(Asked asked) throws BadRequest {
        Boolean channels = null;
        Boolean beep = null;
        if (!asked.request().body().isEmpty()) {
            JsonBody body = JsonBody.of(asked.request());
            channels = body.flag("channels");
            beep = body.flag("beep");
            body.done();
        }
        return Answers.of(calls.record(
                asked.name("call"), Boolean.TRUE.equals(channels), !Boolean.FALSE.equals(beep), asked.by()));
    }

    private Response silence(Asked asked) throws BadRequest {
        JsonBody body = JsonBody.of(asked.request());
        Boolean muted = body.flag("muted");
        Boolean deaf = body.flag("deaf");
        if (muted == null && deaf == null) {
            body.problem("muted or deaf is meant");
        }
        body.done();
        return Answers.of(
                calls.silence(asked.name("call"), asked.number("participant"), muted, deaf, asked.by()),
                RoomResources::json);
    }

    static ObjectNode json(CallView call) {
        ObjectNode node = JsonBody.mapper().createObjectNode();
        node.put("id", call.id());
        node.put("state", call.state().name().toLowerCase(Locale.ROOT));
        node.put("started", Times.of(call.started()));
        node.put("ringing", Times.of(call.ringing()));
        node.put("answered", Times.of(call.answered()));
        node.put("from", call.from());
        node.put("caller", call.caller());
        node.put("dialled", call.dialled());
        node.put("route", empty(call.route()));
        node.put("conference", empty(call.room()));
        ArrayNode participants = node.putArray("participants");
        for (CallView.ParticipantView each : call.participants()) {
            ObjectNode one = participants.addObject();
            one.put("id", each.id());
            one.put("party", each.party());
            one.put("uri", each.uri());
            one.put("call_id", each.callId());
            one.put("stage", each.stage().name().toLowerCase(Locale.ROOT));
            if (!each.transferredBy().isEmpty()) {
                one.put("transferred_by", each.transferredBy());
            }
        }
        return node;
    }

    private static @Nullable String empty(String text) {
        return text.isEmpty() ? null : text;
    }
}
