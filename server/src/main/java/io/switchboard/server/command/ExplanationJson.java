package io.switchboard.server.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.switchboard.routing.Attempt;
import io.switchboard.routing.Decision;
import io.switchboard.routing.Explanation;
import java.util.Locale;

/** An explanation as JSON. Its form is part of the command's contract: fields are added, not changed. */
final class RouteJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private RouteJson() {}

    static String of(Explanation explanation) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("number", explanation.number());
        root.put("route", explanation.decision().route());
        switch (explanation.decision()) {
            case Decision.Dial dial -> {
                root.put("decision", "dial");
                ArrayNode attempts = root.putArray("attempts");
                dial.attempts().forEach(a -> attempt(attempts.addObject(), a));
                root.put("next_on", dial.retryOn().toString());
            }
            case Decision.Refuse refuse ->
                root.put("decision", "refuse")
                        .put("status", refuse.status())
                        .put("reason", refuse.reason())
                        .put("cause", refuse.cause().name().toLowerCase(Locale.ROOT));
        }
        ArrayNode steps = root.putArray("steps");
        for (Explanation.Step step : explanation.steps()) {
            steps.addObject()
                    .put("subject", step.subject())
                    .put("taken", step.taken())
                    .put("why", step.why());
        }
        return root.toPrettyString();
    }

    private static void attempt(ObjectNode node, Attempt attempt) {
        node.put("element", attempt.element());
        switch (attempt) {
            case Attempt.User a -> node.put("user", a.user()).put("caller", a.callerNumber());
            case Attempt.Trunk a ->
                node.put("trunk", a.trunk())
                        .put("number", a.number())
                        .put("caller", a.callerNumber())
                        .put("timeout_ms", a.timeoutMillis())
                        .put("retry_on", a.retryOn().toString());
            case Attempt.Conference a -> node.put("conference", a.room());
        }
    }
}
