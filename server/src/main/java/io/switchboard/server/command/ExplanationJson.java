package io.switchboard.server.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.switchboard.routing.Attempt;
import io.switchboard.routing.Decision;
import io.switchboard.routing.Explanation;
import io.switchboard.routing.PlanTests;
import io.switchboard.server.config.RouteOrigin;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An explanation as JSON. Its form is part of the command's contract: fields are added, not changed. */
public final class ExplanationJson {
    private static final String ROUTE = "route ";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ExplanationJson() {}

    /**
     * The explanation as an object.
     *
     * @param origins where each route comes from, by its name
     */
    public static ObjectNode of(Explanation explanation, Map<String, RouteOrigin> origins) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("number", explanation.number());
        String route = explanation.decision().route();
        root.put("route", route);
        origin(root, origins.get(route));
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
        root.put("summary", PlanTests.describe(explanation.decision()));
        ArrayNode steps = root.putArray("steps");
        for (Explanation.Step step : explanation.steps()) {
            ObjectNode one = steps.addObject()
                    .put("subject", step.subject())
                    .put("taken", step.taken())
                    .put("why", step.why());
            origin(one, originOf(step, origins));
        }
        return root;
    }

    /** Where the route comes from that a step is about; null if it is about something else. */
    public static @Nullable RouteOrigin originOf(Explanation.Step step, Map<String, RouteOrigin> origins) {
        return step.subject().startsWith(ROUTE) ? origins.get(step.subject().substring(ROUTE.length())) : null;
    }

    private static void origin(ObjectNode node, @Nullable RouteOrigin origin) {
        if (origin != null) {
            node.put("origin", origin.describe());
        }
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
            case Attempt.ConferenceFactory a -> node.put("conference_factory", a.factory());
        }
    }
}
