package io.switchboard.routing;

import io.switchboard.routing.Decision.Cause;
import io.switchboard.routing.Decision.Refuse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Routes calls. Rules are asked in the order of their precedence: the higher priority first; then an exact number before
 * prefixes and patterns, these before regexes, these before routes without a match; the more specific first. A local
 * account's name or number counts as an exact match of priority 0, after such routes. The first rule whose number, caller
 * and hours fit decides.
 */
public final class Router {
    /** Rules that an explanation lists one by one although they are not for the number. */
    private static final int LISTED = 200;

    private Router() {}

    /** The decision for one call. */
    public static Decision route(DialPlan plan, Query query) {
        return decide(plan, query, number(plan, query), null);
    }

    /** The same decision with the way to it. Slower, and {@link Load#turn} counts here too. */
    public static Explanation explain(DialPlan plan, Query query) {
        String number = number(plan, query);
        Explanation.Trace trace = new Explanation.Trace();
        if (!number.equals(query.dialled())) {
            trace.note(true, "number", query.dialled() + " is read as " + number);
        }
        Decision decision = decide(plan, query, number, trace);
        List<Rule> all = plan.index().ranked();
        if (all.size() <= LISTED) {
            for (Rule rule : all) {
                if (!number.startsWith(rule.pattern().lead())) {
                    trace.steps.add(new Explanation.Step(
                            "route " + rule.route().name(),
                            false,
                            "is for " + rule.pattern().describe()));
                }
            }
        } else {
            trace.note(false, "routes", "all others are for other numbers");
        }
        return new Explanation(number, decision, List.copyOf(trace.steps));
    }

    private static String number(DialPlan plan, Query query) {
        Caller caller = query.caller();
        Trunk trunk = caller.kind() == Caller.Kind.TRUNK ? plan.trunk(caller.name()) : null;
        return trunk == null
                ? plan.numbering().normalise(query.dialled())
                : trunk.inbound().read(query.dialled(), plan.numbering());
    }

    private static String callerNumber(DialPlan plan, Caller caller) {
        Trunk trunk = caller.kind() == Caller.Kind.TRUNK ? plan.trunk(caller.name()) : null;
        return trunk == null
                ? plan.numbering().normalise(caller.number())
                : trunk.inbound().read(caller.number(), plan.numbering());
    }

    private static Decision decide(DialPlan plan, Query query, String number, Explanation.@Nullable Trace trace) {
        String callerNumber = callerNumber(plan, query.caller());
        String account = reachable(plan, query, number, trace);
        RuleIndex.Candidates candidates = plan.index().candidates(number);
        Cause cause = Cause.UNKNOWN;
        for (int rank = candidates.next(); rank >= 0; rank = candidates.next()) {
            Rule rule = plan.index().rule(rank);
            if (account != null && !Precedence.beforeAccounts(rule)) {
                return dialAccount(account, callerNumber, trace);
            }
            Route route = rule.route();
            if (!rule.pattern().matches(number)) {
                skipped(trace, rule, "");
            } else if (!route.from().admits(query.caller(), callerNumber)) {
                cause = cause == Cause.UNKNOWN ? Cause.NOT_ALLOWED : cause;
                skipped(trace, rule, " matches, but not for this caller");
            } else {
                boolean open = route.when().contains(query.at());
                List<Target> targets = open ? route.to() : route.otherwise();
                if (!targets.isEmpty()) {
                    taken(trace, rule, open);
                    return new Resolution(plan, query, rule, number, callerNumber, trace).resolve(targets);
                }
                cause = Cause.CLOSED;
                skipped(trace, rule, " matches, but it is closed");
            }
        }
        return account != null ? dialAccount(account, callerNumber, trace) : refuse(query, cause);
    }

    private static @Nullable String reachable(
            DialPlan plan, Query query, String number, Explanation.@Nullable Trace trace) {
        String account = plan.account(query.dialled(), number);
        Caller caller = query.caller();
        if (account == null || caller.kind() == Caller.Kind.ACCOUNT) {
            return account;
        }
        Trunk trunk = plan.trunk(caller.name());
        if (trunk != null && trunk.reachesUsers()) {
            return account;
        }
        if (trace != null) {
            trace.note(
                    false,
                    "accounts",
                    account + " has this name or number, but " + caller.describe() + " reaches only what routes allow");
        }
        return null;
    }

    private static Decision dialAccount(String user, String callerNumber, Explanation.@Nullable Trace trace) {
        if (trace != null) {
            trace.note(true, "accounts", user + " has this name or number");
        }
        return new Decision.Dial("", List.of(new Attempt.User(0, user, callerNumber)), StatusSet.NONE);
    }

    private static void skipped(Explanation.@Nullable Trace trace, Rule rule, String why) {
        if (trace != null) {
            Route route = rule.route();
            String pattern = rule.pattern().describe();
            String hours = why.endsWith("closed") ? ": " + route.when() : "";
            trace.note(false, "route " + route.name(), why.isEmpty() ? "is for " + pattern : pattern + why + hours);
        }
    }

    private static void taken(Explanation.@Nullable Trace trace, Rule rule, boolean open) {
        if (trace != null) {
            Route route = rule.route();
            String hours = route.when().always()
                    ? ""
                    : (open ? ", and it is open: " : ", and it is closed, so else: ") + route.when();
            trace.note(true, "route " + route.name(), rule.pattern().describe() + " matches" + hours);
        }
    }

    /** Trunks are told nothing of what is here but not for them. */
    private static Refuse refuse(Query query, Cause cause) {
        Cause shown = query.caller().kind() == Caller.Kind.TRUNK ? Cause.UNKNOWN : cause;
        return switch (shown) {
            case NOT_ALLOWED -> new Refuse("", 403, "Not Allowed", shown);
            case CLOSED -> new Refuse("", 480, "Closed At This Time", shown);
            default -> new Refuse("", 404, "Not Found", shown);
        };
    }
}
