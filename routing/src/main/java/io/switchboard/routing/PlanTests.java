package io.switchboard.routing;

import java.util.ArrayList;
import java.util.List;

/** Runs the plan's own tests. All trunks are idle in them. */
public final class PlanTests {
    private PlanTests() {}

    /**
     * A test that failed.
     *
     * @param index its position in {@link DialPlan#tests}
     * @param test the test
     * @param got what came instead, in words
     */
    public record Failure(int index, PlanTest test, String got) {}

    /** The tests that fail; empty if the plan does what it says. */
    public static List<Failure> run(DialPlan plan) {
        List<Failure> failures = new ArrayList<>();
        for (int i = 0; i < plan.tests().size(); i++) {
            PlanTest test = plan.tests().get(i);
            Decision decision = Router.route(plan, new Query(test.dial(), test.from(), test.at(), Load.IDLE));
            if (!met(test.expect(), decision)) {
                failures.add(new Failure(i, test, describe(decision)));
            }
        }
        return failures;
    }

    private static boolean met(String expect, Decision decision) {
        return switch (decision) {
            case Decision.Dial d ->
                (expect.equals(d.route()) && !expect.isEmpty())
                        || d.attempts().stream().anyMatch(a -> target(a).equals(expect));
            case Decision.Refuse d ->
                (expect.equals(d.route()) && !expect.isEmpty()) || expect.equals(Integer.toString(d.status()));
        };
    }

    private static String target(Attempt attempt) {
        return switch (attempt) {
            case Attempt.User a -> "user:" + a.user();
            case Attempt.Trunk a -> "trunk:" + a.trunk();
            case Attempt.Conference a -> "conference:" + a.room();
            case Attempt.ConferenceFactory a -> "conference-factory:" + a.factory();
        };
    }

    /** A decision in one line: the route, then what is dialled or the refusal. */
    public static String describe(Decision decision) {
        String route = decision.route().isEmpty() ? "no route" : "route '" + decision.route() + "'";
        return switch (decision) {
            case Decision.Dial d ->
                route + ", dialling "
                        + String.join(
                                ", then ",
                                d.attempts().stream().map(Attempt::describe).toList());
            case Decision.Refuse d -> route + ", " + d.status() + " " + d.reason();
        };
    }
}
