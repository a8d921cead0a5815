package io.switchboard.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.switchboard.routing.NumberPattern;
import io.switchboard.routing.Route;
import io.switchboard.routing.Target;
import io.switchboard.server.api.Resource.Asked;
import io.switchboard.server.api.http.Response;
import io.switchboard.server.command.Outcome;
import io.switchboard.server.command.PlanCommands;
import io.switchboard.server.command.PlanCommands.PlannedRoute;
import io.switchboard.server.command.RouteQuestion;
import io.switchboard.server.config.RouteOrigin;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Routes of the dial plan, and the configuration as a whole. */
final class PlanResources {
    private static final String JSON = "application/json";

    private final PlanCommands plan;

    PlanResources(PlanCommands plan) {
        this.plan = plan;
    }

    List<Resource> all() {
        return List.of(
                new Resource("GET", "/routes", asked -> list()),
                new Resource("POST", "/routes", this::add),
                new Resource(
                        "GET",
                        "/routes/{route}",
                        asked -> Answers.of(plan.route(asked.name("route")), PlanResources::json)),
                new Resource(
                        "DELETE", "/routes/{route}", asked -> Answers.of(plan.remove(asked.name("route"), asked.by()))),
                new Resource("GET", "/explanation", this::explain),
                new Resource("POST", "/reload", asked -> reload()));
    }

    private Response list() {
        ObjectNode body = JsonBody.mapper().createObjectNode();
        ArrayNode list = body.putArray("routes");
        plan.routes().forEach(route -> list.add(json(route)));
        return Response.json(200, body);
    }

    private Response add(Asked asked) throws BadRequest {
        JsonBody.type(asked.request(), Set.of(JSON, "application/yaml"));
        if (asked.request().header("content-type").get(0).startsWith(JSON)) {
            JsonBody.of(asked.request()); // refused with its position if it is none
        }
        Outcome<PlannedRoute> outcome = plan.add(asked.request().body(), asked.by());
        Response response = Answers.of(outcome, 201, PlanResources::json);
        return outcome instanceof Outcome.Done<PlannedRoute> done && response instanceof Response.Whole whole
                ? whole.with(
                        "Location", "/routes/" + escaped(done.value().route().name()))
                : response;
    }

    private static String escaped(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Response explain(Asked asked) throws BadRequest {
        Map<String, String> query = asked.request().query();
        if (!query.containsKey("number") || !query.containsKey("from")) {
            throw new BadRequest(400, "number and from are meant");
        }
        RouteQuestion question = new RouteQuestion(
                query.getOrDefault("number", ""),
                query.getOrDefault("from", ""),
                query.getOrDefault("caller_number", ""),
                query.getOrDefault("at", ""));
        return Answers.of(plan.explain(question), explained -> explained);
    }

    private Response reload() {
        List<String> problems = plan.reload();
        return problems.isEmpty()
                ? Response.nothing()
                : Response.problem(422, "the old configuration stays in service", problems, 0);
    }

    private static ObjectNode json(PlannedRoute planned) {
        Route route = planned.route();
        ObjectNode node = JsonBody.mapper().createObjectNode();
        node.put("name", route.name());
        node.put("priority", route.priority());
        texts(
                node.putArray("match"),
                route.patterns().stream().map(NumberPattern::describe).toList());
        ObjectNode from = node.putObject("from");
        texts(from.putArray("account"), route.from().accounts());
        texts(from.putArray("trunk"), route.from().trunks());
        texts(from.putArray("number"), route.from().numbers());
        node.put("when", route.when().toString());
        texts(node.putArray("to"), route.to().stream().map(Target::describe).toList());
        texts(
                node.putArray("else"),
                route.otherwise().stream().map(Target::describe).toList());
        node.put("origin", planned.origin().describe());
        switch (planned.origin()) {
            case RouteOrigin.Written written -> node.put("file", written.file()).put("line", written.line());
            case RouteOrigin.Added added ->
                node.put("added_at", Times.of(added.at()))
                        .put("added_by", added.by())
                        .put("definition", added.text());
        }
        return node;
    }

    private static void texts(ArrayNode array, Collection<String> texts) {
        texts.forEach(array::add);
    }
}
