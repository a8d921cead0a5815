package io.switchboard.routing;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A small office: two users, two carriers, Dutch dialling. */
final class PlanFixture {
    static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");
    static final Numbering DUTCH = new Numbering("31", "0", "00", List.of(NumberPattern.exact("112")));
    static final Instant NOON = at("2026-03-02T12:00");

    final List<Trunk> trunks = new ArrayList<>(List.of(
            Trunk.of("carrier-a").withWeight(2).withMaxCalls(50),
            Trunk.of("carrier-b").withMaxCalls(50)));
    final List<Group> groups = new ArrayList<>(List.of(new Group(
            "pstn",
            Group.Balance.WEIGHTED,
            List.of("carrier-a", "carrier-b"),
            StatusSet.parse(List.of("408", "5xx")),
            0)));
    private final List<Route> routes;

    PlanFixture(Route... routes) {
        this.routes = List.of(routes);
    }

    DialPlan plan(PlanTest... tests) {
        Map<String, String> accounts = Map.of("alice", "1001", "bob", "", "night", "1999");
        return new DialPlan(DUTCH, trunks, groups, routes, accounts, List.of(tests));
    }

    static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(AMSTERDAM).toInstant();
    }

    static Query query(String dialled) {
        return new Query(dialled, Caller.account("bob", "bob"), NOON, Load.IDLE);
    }

    static Query fromTrunk(String trunk, String dialled) {
        return new Query(dialled, Caller.trunk(trunk, "0612345678"), NOON, Load.IDLE);
    }

    static CallerCondition trunks(String... names) {
        return new CallerCondition(Set.of(), Set.of(names), List.of());
    }

    static CallerCondition accounts(String... names) {
        return new CallerCondition(Set.of(names), Set.of(), List.of());
    }

    static Target to(String text) {
        return Target.parse(text);
    }

    /** What is decided, in short. */
    String decide(Query query) {
        return PlanTests.describe(Router.route(plan(), query));
    }

    String routeOf(String dialled) {
        return Router.route(plan(), query(dialled)).route();
    }
}
