package io.switchboard.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds pairs of routes between which nothing decides. */
public final class Ties {
    private static final Comparator<Placed> ORDER = Comparator.comparing(Placed::rule, Precedence.ORDER);

    private final List<Route> routes;
    private final Map<NumberPattern, List<Placed>> literal = new HashMap<>();
    private final List<Placed> others = new ArrayList<>();
    private final Map<Long, Tie> ties = new TreeMap<>();

    private Ties(List<Route> routes) {
        this.routes = routes;
    }

    /**
     * Two routes that may match the same call with the same precedence.
     *
     * @param first position in the plan of the one that stands first
     * @param second position of the other
     * @param why the patterns that meet, in words
     */
    public record Tie(int first, int second, String why) {}

    private record Placed(int position, Rule rule) {}

    /** All ties of a plan, one per pair of routes. Linear for exact numbers and prefixes, quadratic for the rest. */
    public static List<Tie> find(List<Route> routes) {
        Ties search = new Ties(routes);
        for (int i = 0; i < routes.size(); i++) {
            for (NumberPattern pattern : routes.get(i).patterns()) {
                search.place(new Placed(i, new Rule(routes.get(i), pattern)));
            }
        }
        search.run();
        return List.copyOf(search.ties.values());
    }

    private void place(Placed rule) {
        switch (rule.rule().pattern()) {
            case NumberPattern.Exact p -> literal(p, rule);
            case NumberPattern.Prefix p -> literal(p, rule);
            case NumberPattern.Wildcard p -> {
                others.add(rule);
                if (p.sets().open() && p.sets().width() == 0) {
                    literal(new NumberPattern.Prefix(p.lead()), rule); // "+31." is as specific as prefix +31
                }
            }
            case NumberPattern.Regex p -> others.add(rule);
            case NumberPattern.Any p -> others.add(rule);
        }
    }

    private void literal(NumberPattern key, Placed rule) {
        literal.computeIfAbsent(key, k -> new ArrayList<>(1)).add(rule);
    }

    private void run() {
        literal.values().forEach(this::compare);
        others.sort(ORDER);
        for (int from = 0; from < others.size(); ) {
            int to = from + 1;
            while (to < others.size() && ORDER.compare(others.get(from), others.get(to)) == 0) {
                to++;
            }
            compare(others.subList(from, to));
            from = to;
        }
    }

    private void compare(List<Placed> rules) {
        for (int i = 0; i < rules.size(); i++) {
            for (int j = i + 1; j < rules.size(); j++) {
                Placed a = rules.get(i);
                Placed b = rules.get(j);
                if (a.position() != b.position() && tied(a.rule(), b.rule())) {
                    int first = Math.min(a.position(), b.position());
                    int second = Math.max(a.position(), b.position());
                    String why = a.rule().pattern().describe() + " and "
                            + b.rule().pattern().describe();
                    ties.putIfAbsent((long) second * routes.size() + first, new Tie(first, second, why));
                }
            }
        }
    }

    private static boolean tied(Rule a, Rule b) {
        return Precedence.ORDER.compare(a, b) == 0
                && mayMeet(a.pattern(), b.pattern())
                && a.route().from().overlaps(b.route().from())
                && a.route().when().overlaps(b.route().when());
    }

    private static boolean mayMeet(NumberPattern a, NumberPattern b) {
        if (a instanceof NumberPattern.Wildcard x && b instanceof NumberPattern.Wildcard y) {
            return x.sets().overlaps(y.sets());
        }
        // For regexes only different literal beginnings show that they cannot meet.
        return a.lead().startsWith(b.lead()) || b.lead().startsWith(a.lead());
    }
}
