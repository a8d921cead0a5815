package io.switchboard.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What has to hold between the parts of a plan. Whoever reads plans from files reports the same with positions. */
final class PlanCheck {
    private final Set<String> trunks = new HashSet<>();
    private final Set<String> groups = new HashSet<>();
    private final Map<String, String> accounts;
    private final List<String> problems = new ArrayList<>();

    PlanCheck(Collection<Trunk> trunks, Collection<Group> groups, List<Route> routes, Map<String, String> accounts) {
        this.accounts = accounts;
        for (Trunk trunk : trunks) {
            check(this.trunks.add(trunk.name()), "trunk '" + trunk.name() + "' is there twice");
            check(
                    trunk.weight() >= 1 && trunk.weight() <= 100,
                    "trunk '" + trunk.name() + "' has weight " + trunk.weight() + "; 1 to 100 is allowed");
        }
        for (Group group : groups) {
            check(this.groups.add(group.name()), "group '" + group.name() + "' is there twice");
            check(!group.members().isEmpty(), "group '" + group.name() + "' has no members");
            check(
                    new HashSet<>(group.members()).size() == group.members().size(),
                    "group '" + group.name() + "' names a member twice");
            group.members().forEach(m -> known(this.trunks, m, "trunk", "group '" + group.name() + "'"));
        }
        Set<String> names = new HashSet<>();
        for (Route route : routes) {
            check(names.add(route.name()), "route '" + route.name() + "' is there twice");
            route.to().forEach(t -> target(route, t));
            route.otherwise().forEach(t -> target(route, t));
        }
        for (Ties.Tie tie : Ties.find(routes)) {
            String first = routes.get(tie.first()).name();
            String second = routes.get(tie.second()).name();
            problems.add("routes '" + first + "' and '" + second
                    + "' may match the same call and nothing decides between them: " + tie.why());
        }
    }

    private void target(Route route, Target target) {
        String where = "route '" + route.name() + "'";
        switch (target) {
            case Target.User t ->
                check(
                        t.name().contains("${") || accounts.containsKey(t.name()),
                        where + " leads to user '" + t.name() + "', who is unknown");
            case Target.Trunk t -> known(trunks, t.name(), "trunk", where);
            case Target.Group t -> known(groups, t.name(), "group", where);
            case Target.Conference t -> {}
            case Target.ConferenceFactory t -> {} // what it makes is no part of the plan
            case Target.Reject t -> {}
        }
    }

    private void known(Set<String> names, String name, String what, String where) {
        check(names.contains(name), where + " names " + what + " '" + name + "', which is unknown");
    }

    private void check(boolean good, String problem) {
        if (!good) {
            problems.add(problem);
        }
    }

    List<String> problems() {
        return problems;
    }
}
