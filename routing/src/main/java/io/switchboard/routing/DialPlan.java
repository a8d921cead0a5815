package io.switchboard.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A compiled dial plan: immutable, checked whole, to be shared by all threads. */
public final class DialPlan {
    private final Numbering numbering;
    private final List<Route> routes;
    private final List<PlanTest> tests;
    private final Map<String, Trunk> trunks = new LinkedHashMap<>();
    private final Map<String, GroupOrder> groups = new LinkedHashMap<>();
    private final Map<String, String> accounts;
    private final Map<String, String> numbers = new HashMap<>();
    private final RuleIndex index;
    private final Map<Target, Template> templates = new HashMap<>();
    private final Map<String, Recording> recordings = new HashMap<>();

    /**
     * Compiles a plan.
     *
     * @param numbering how numbers are dialled here
     * @param trunks all trunks, names unique
     * @param groups all groups, names unique, members among the trunks
     * @param routes all routes, names unique, targets among trunks, groups and accounts
     * @param accounts the local accounts: user name to number, "" for one without
     * @param tests the plan's own tests; they are kept here and not run
     * @throws IllegalArgumentException with one line for each thing that is wrong
     */
    public DialPlan(
            Numbering numbering,
            Collection<Trunk> trunks,
            Collection<Group> groups,
            List<Route> routes,
            Map<String, String> accounts,
            List<PlanTest> tests) {
        this.numbering = numbering;
        this.routes = List.copyOf(routes);
        this.tests = List.copyOf(tests);
        this.accounts = Map.copyOf(accounts);
        List<String> problems = new PlanCheck(trunks, groups, routes, this.accounts).problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        trunks.forEach(t -> this.trunks.put(t.name(), t));
        for (Group group : groups) {
            this.groups.put(group.name(), new GroupOrder(group, members(group)));
        }
        this.accounts.forEach((user, number) -> {
            if (!number.isEmpty()) {
                numbers.put(numbering.normalise(number), user);
            }
        });
        List<Rule> rules = new ArrayList<>();
        for (Route route : routes) {
            route.patterns().forEach(p -> rules.add(new Rule(route, p)));
            route.to().forEach(this::compileTemplate);
            route.otherwise().forEach(this::compileTemplate);
            if (route.recording().kind() != Recording.Kind.NO) {
                recordings.put(route.name(), route.recording());
            }
        }
        this.index = new RuleIndex(rules);
    }

    private List<Trunk> members(Group group) {
        List<Trunk> members = new ArrayList<>();
        for (String member : group.members()) {
            Trunk trunk = trunks.get(member);
            if (trunk != null) {
                members.add(trunk);
            }
        }
        return members;
    }

    private void compileTemplate(Target target) {
        String text =
                target instanceof Target.User u ? u.name() : target instanceof Target.Conference c ? c.room() : "";
        Template template = Template.parse(text);
        if (template.variable()) {
            templates.put(target, template);
        }
    }

    /** How numbers are dialled here. */
    public Numbering numbering() {
        return numbering;
    }

    /** All routes, as written. */
    public List<Route> routes() {
        return routes;
    }

    /** Whether calls of a route are recorded. */
    public Recording recording(String route) {
        return recordings.getOrDefault(route, Recording.NONE);
    }

    /** The plan's own tests, to be run by {@link PlanTests}. */
    public List<PlanTest> tests() {
        return tests;
    }

    /** A trunk by its name. */
    public @Nullable Trunk trunk(String name) {
        return trunks.get(name);
    }

    /** The caller that a local account is. */
    public Caller caller(String user) {
        String number = accounts.getOrDefault(user, "");
        return Caller.account(user, number.isEmpty() ? user : number);
    }

    /** Whether there is a local account of this name. */
    public boolean hasAccount(String user) {
        return accounts.containsKey(user);
    }

    RuleIndex index() {
        return index;
    }

    @Nullable GroupOrder group(String name) {
        return groups.get(name);
    }

    @Nullable Template template(Target target) {
        return templates.isEmpty() ? null : templates.get(target);
    }

    /** The account that a dialled name or number reaches by itself. */
    @Nullable String account(String dialled, String number) {
        return accounts.containsKey(dialled) ? dialled : numbers.get(number);
    }
}
