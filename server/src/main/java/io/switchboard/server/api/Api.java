package io.switchboard.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.switchboard.server.api.Resource.Asked;
import io.switchboard.server.api.http.Request;
import io.switchboard.server.api.http.Response;
import io.switchboard.server.command.Commands;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All resources, over the command layer. Knows no sockets. */
public final class Api {
    private static final Logger log = LoggerFactory.getLogger(Api.class);
    private static final int MOST_FOLLOWERS = 32;
    private static final Set<String> TOPICS =
            Set.of("call", "participant", "conference", "recording", "registration", "message", "route");

    private final Commands commands;
    private final List<Resource> resources = new ArrayList<>();
    private final AtomicInteger followers = new AtomicInteger();
    private final String epoch = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

    /** The API of a server. */
    public Api(Commands commands) {
        this.commands = commands;
        resources.add(new Resource("GET", "/status", asked -> status()));
        resources.add(new Resource("GET", "/events", this::events));
        resources.addAll(new CallResources(commands.calls()).all());
        resources.addAll(new RoomResources(commands.rooms()).all());
        resources.addAll(new MessageResources(commands.messages()).all());
        resources.addAll(new PlanResources(commands.plan()).all());
    }

    /** Every path and its methods. */
    List<Resource> resources() {
        return resources;
    }

    /**
     * Answers a request of somebody who may ask.
     *
     * @param by name of the token
     */
    Response handle(Request request, String by) {
        Set<String> allowed = new TreeSet<>();
        for (Resource resource : resources) {
            Map<String, String> names = resource.match(request.path());
            if (names == null) {
                continue;
            }
            if (resource.method().equals(request.method())) {
                return answer(resource, new Asked(request, names, by));
            }
            allowed.add(resource.method());
        }
        if (allowed.isEmpty()) {
            return Response.problem(404, "there is nothing of this name");
        }
        String methods = String.join(", ", allowed);
        return Response.problem(405, "methods here are " + methods).with("Allow", methods);
    }

    private static Response answer(Resource resource, Asked asked) {
        try {
            return resource.action().answer(asked);
        } catch (BadRequest e) {
            return e.answer();
        } catch (IllegalStateException e) {
            log.error("{} {} failed", resource.method(), resource.path(), e);
            return Response.problem(503, "the server did not carry it out; its log tells more");
        }
    }

    private Response status() {
        ObjectNode body = JsonBody.mapper().createObjectNode();
        commands.status().forEach(body::put);
        return Response.json(200, body);
    }

    private Response events(Asked asked) throws BadRequest {
        Set<String> topics = new HashSet<>();
        String wanted = asked.request().query().getOrDefault("topics", "");
        if (!wanted.isEmpty()) {
            topics.addAll(List.of(wanted.split(",", -1)));
        }
        if (!TOPICS.containsAll(topics)) {
            throw new BadRequest(400, "topics are " + String.join(", ", new TreeSet<>(TOPICS)));
        }
        if (followers.incrementAndGet() > MOST_FOLLOWERS) {
            followers.decrementAndGet();
            return Response.problem(503, MOST_FOLLOWERS + " clients follow the events already");
        }
        List<String> last = asked.request().header("last-event-id");
        return new Response.Stream(new EventFeed(
                commands.events(), epoch, topics, last.isEmpty() ? "" : last.get(0), followers::decrementAndGet));
    }
}
