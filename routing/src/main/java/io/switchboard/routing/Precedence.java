package io.switchboard.routing;

import java.util.Comparator;

/**
 * Which rule is asked first. A rule is a route with one of its patterns. In this order:
 *
 * <ol>
 *   <li>the higher {@code priority};
 *   <li>an exact number before prefixes and patterns, these before regexes, these before "any number";
 *   <li>among prefixes and patterns the one with more literal characters, then the one that says how long the number
 *       is, then the one whose wildcards leave less open;
 *   <li>a rule with a caller condition before one without;
 *   <li>a rule with hours before one without.
 * </ol>
 *
 * <p>Two rules that are equal in all of this and may match the same call are refused at load ({@link Ties}). A local
 * account's name or number counts as an exact match of priority 0 that comes after such rules.
 */
final class Precedence {
    /** Rules that come before the accounts have this kind or a higher priority. */
    static final int EXACT = 3;

    /** The first in order is the smallest. Equal rules compare as 0. */
    static final Comparator<Rule> ORDER = Comparator.<Rule>comparingInt(
                    r -> -r.route().priority())
            .thenComparingInt(r -> -kind(r.pattern()))
            .thenComparingInt(r -> -literals(r.pattern()))
            .thenComparingInt(r -> open(r.pattern()) ? 1 : 0)
            .thenComparingInt(r -> width(r.pattern()))
            .thenComparingInt(r -> r.route().from().equals(CallerCondition.ACCOUNTS) ? 1 : 0)
            .thenComparingInt(r -> r.route().when().always() ? 1 : 0);

    private Precedence() {}

    /** Whether a rule is asked before the accounts are. */
    static boolean beforeAccounts(Rule rule) {
        int priority = rule.route().priority();
        return priority > 0 || (priority == 0 && rule.pattern() instanceof NumberPattern.Exact);
    }

    private static int kind(NumberPattern pattern) {
        return switch (pattern) {
            case NumberPattern.Exact p -> EXACT;
            case NumberPattern.Prefix p -> 2;
            case NumberPattern.Wildcard p -> 2;
            case NumberPattern.Regex p -> 1;
            case NumberPattern.Any p -> 0;
        };
    }

    private static int literals(NumberPattern pattern) {
        return switch (pattern) {
            case NumberPattern.Prefix p -> p.lead().length();
            case NumberPattern.Wildcard p -> p.sets().literals();
            case NumberPattern.Exact p -> 0;
            case NumberPattern.Regex p -> 0;
            case NumberPattern.Any p -> 0;
        };
    }

    private static boolean open(NumberPattern pattern) {
        return pattern instanceof NumberPattern.Prefix
                || (pattern instanceof NumberPattern.Wildcard w && w.sets().open());
    }

    private static int width(NumberPattern pattern) {
        return pattern instanceof NumberPattern.Wildcard w ? w.sets().width() : 0;
    }
}
