package io.switchboard.server.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.switchboard.routing.Route;
import io.switchboard.server.command.Outcome.Why;
import io.switchboard.server.config.AddedRoute;
import io.switchboard.server.config.Configuration;
import io.switchboard.server.config.ConfigurationException;
import io.switchboard.server.config.ConfigurationLoader;
import io.switchboard.server.config.Problem;
import io.switchboard.server.config.RouteOrigin;
import io.switchboard.server.event.EventLog;
import io.switchboard.server.store.AddedRoutes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What changes the configuration in service: the files read anew, and routes added and removed. One change at a time; each
 * is checked whole, stored and then swapped in.
 */
public final class PlanCommands {
    private static final Logger log = LoggerFactory.getLogger("switchboard.admin");
    private static final int MOST = 1_000;

    private final ReentrantLock changing = new ReentrantLock();
    private final InService node;
    private final Path folder;
    private final AddedRoutes store;
    private final EventLog events;
    private final LongSupplier clock;

    /**
     * @param folder where the configuration came from
     * @param clock wall-clock milliseconds since the epoch
     */
    public PlanCommands(InService node, Path folder, AddedRoutes store, EventLog events, LongSupplier clock) {
        this.node = node;
        this.folder = folder;
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    /** A route and where it comes from. */
    public record PlannedRoute(Route route, RouteOrigin origin) {}

    /** Reads and checks the files anew, then swaps them in; with any problem the old ones stay. Gives the problems. */
    public List<String> reload() {
        changing.lock();
        try {
            node.reconfigure(ConfigurationLoader.withRoutes(ConfigurationLoader.load(folder), store.load()));
            return List.of();
        } catch (ConfigurationException e) {
            List<String> problems = lines(e);
            problems.forEach(problem -> log.error("reload: {}", problem));
            log.error("reload: the old configuration stays in service");
            return problems;
        } catch (IOException | RuntimeException e) {
            log.error("reload failed, the old configuration stays in service", e);
            return List.of(String.valueOf(e.getMessage()));
        } finally {
            changing.unlock();
        }
    }

    /** All routes in service: those of the files as written, then those that were added. */
    public List<PlannedRoute> routes() {
        Configuration now = node.configuration();
        List<PlannedRoute> routes = new ArrayList<>();
        for (Route route : now.plan().routes()) {
            RouteOrigin origin = now.origins().get(route.name());
            if (origin != null) {
                routes.add(new PlannedRoute(route, origin));
            }
        }
        return routes;
    }

    /** What would become of a call. */
    public Outcome<ObjectNode> explain(RouteQuestion question) {
        Configuration now = node.configuration();
        try {
            return Outcome.done(ExplanationJson.of(
                    question.ask(now.plan(), Instant.ofEpochMilli(clock.getAsLong()), ZoneId.systemDefault()),
                    now.origins()));
        } catch (IllegalArgumentException e) {
            return Outcome.failed(Why.INVALID, String.valueOf(e.getMessage()));
        }
    }

    /** A route by its name. */
    public Outcome<PlannedRoute> route(String name) {
        return routes().stream()
                .filter(each -> each.route().name().equals(name))
                .findFirst()
                .map(Outcome::done)
                .orElseGet(() -> Outcome.failed(Why.NOT_FOUND, "there is no route '" + name + "'"));
    }

    /**
     * Adds a route. The whole plan is checked with it, tests included; running calls are not touched.
     *
     * @param text YAML or JSON, as an entry of {@code routes} in dialplan.yaml
     */
    public Outcome<PlannedRoute> add(String text, String by) {
        changing.lock();
        try {
            if (text.length() > AddedRoute.LONGEST) {
                return Outcome.failed(Why.INVALID, "a route is at most " + AddedRoute.LONGEST + " characters");
            }
            AddedRoute fresh = AddedRoute.of(text, clock.getAsLong(), by);
            Configuration now = node.configuration();
            RouteOrigin known = now.origins().get(fresh.name());
            if (known != null) {
                return Outcome.failed(
                        Why.CONFLICT, "there is a route '" + fresh.name() + "' already (" + known.describe() + ")");
            }
            List<AddedRoute> all = new ArrayList<>(store.load());
            if (all.size() >= MOST) {
                return Outcome.failed(
                        Why.CONFLICT, MOST + " routes were added already; more belong into dialplan.yaml");
            }
            all.add(fresh);
            Configuration next = ConfigurationLoader.withRoutes(now, all);
            store.add(fresh);
            try {
                node.reconfigure(next);
            } catch (IOException | RuntimeException e) {
                store.remove(fresh.name());
                throw e;
            }
            tell("route.added", fresh.name(), by);
            return route(fresh.name());
        } catch (ConfigurationException e) {
            return wrong("the route does not fit into the dial plan", e);
        } catch (IOException e) {
            return unavailable(e);
        } finally {
            changing.unlock();
        }
    }

    /** Removes a route that was added. The plan without it is checked, tests included. */
    public Outcome<String> remove(String name, String by) {
        changing.lock();
        try {
            Configuration now = node.configuration();
            List<AddedRoute> all = new ArrayList<>(store.load());
            if (!all.removeIf(route -> route.name().equals(name))) {
                RouteOrigin origin = now.origins().get(name);
                return origin == null
                        ? Outcome.failed(Why.NOT_FOUND, "there is no route '" + name + "'")
                        : Outcome.failed(
                                Why.CONFLICT,
                                "route '" + name + "' stands in " + origin.describe()
                                        + ": remove it there, then reload");
            }
            Configuration next = ConfigurationLoader.withRoutes(now, all);
            node.reconfigure(next);
            try {
                store.remove(name);
            } catch (IOException e) {
                node.reconfigure(now);
                throw e;
            }
            tell("route.removed", name, by);
            return Outcome.done("removed");
        } catch (ConfigurationException e) {
            return wrong("the dial plan does not hold without the route", e);
        } catch (IOException e) {
            return unavailable(e);
        } finally {
            changing.unlock();
        }
    }

    private void tell(String type, String name, String by) {
        log.info("{} name='{}' by={}", type, name, by);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("route", name);
        data.put("by", by);
        events.publish(type, data);
    }

    private static <T> Outcome<T> wrong(String detail, ConfigurationException e) {
        return new Outcome.Failed<>(Why.INVALID, detail, lines(e), 0);
    }

    private static <T> Outcome<T> unavailable(IOException e) {
        log.error("a change of the routes was not made", e);
        return Outcome.failed(Why.UNAVAILABLE, "the change was not made: " + e.getMessage());
    }

    private static List<String> lines(ConfigurationException e) {
        return e.problems().stream().map(Problem::toString).toList();
    }
}
