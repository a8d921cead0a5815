package io.switchboard.routing;

import java.util.List;

/**
 * One route of the plan.
 *
 * @param name unique, for logs, records and tests
 * @param priority the higher is asked first, before anything else counts; 0 unless given
 * @param patterns numbers that it takes, one of which has to match; not empty
 * @param from whose calls it takes
 * @param when during which hours; {@link Schedule#ALWAYS} if at all
 * @param to where it leads: one target after the other until one answers; not empty
 * @param otherwise where it leads outside its hours; if empty, the search goes on then
 * @param called change of the number that is sent to a trunk
 * @param caller change of the caller's number that is sent along
 * @param retryOn statuses of one target after which the next of {@code to} is tried
 * @param recording whether its calls are recorded
 */
public record Route(
        String name,
        int priority,
        List<NumberPattern> patterns,
        CallerCondition from,
        Schedule when,
        List<Target> to,
        List<Target> otherwise,
        Rewrite called,
        Rewrite caller,
        StatusSet retryOn,
        Recording recording) {
    /** Checks what does not depend on the rest of the plan. */
    public Route {
        patterns = List.copyOf(patterns);
        to = List.copyOf(to);
        otherwise = List.copyOf(otherwise);
        if (patterns.isEmpty() || to.isEmpty()) {
            throw new IllegalArgumentException("a route has at least one pattern and one target");
        }
        checkChain(to);
        checkChain(otherwise);
        checkGroups(to, patterns);
        checkGroups(otherwise, patterns);
    }

    /** A route with nothing but a match and a target; the others are made of it with the withers. */
    public static Route of(String name, NumberPattern pattern, Target... to) {
        return new Route(
                name,
                0,
                List.of(pattern),
                CallerCondition.ACCOUNTS,
                Schedule.ALWAYS,
                List.of(to),
                List.of(),
                Rewrite.NONE,
                Rewrite.NONE,
                StatusSet.DEFAULT,
                Recording.NONE);
    }

    /** The same with another priority. */
    public Route withPriority(int value) {
        return new Route(name, value, patterns, from, when, to, otherwise, called, caller, retryOn, recording);
    }

    /** The same for other callers. */
    public Route withFrom(CallerCondition value) {
        return new Route(name, priority, patterns, value, when, to, otherwise, called, caller, retryOn, recording);
    }

    /** The same with hours, and targets outside of them. */
    public Route withWhen(Schedule value, Target... orElse) {
        return new Route(
                name, priority, patterns, from, value, to, List.of(orElse), called, caller, retryOn, recording);
    }

    /** The same with changes of the called and the caller's number. */
    public Route withRewrite(Rewrite calledNumber, Rewrite callerNumber) {
        return new Route(
                name, priority, patterns, from, when, to, otherwise, calledNumber, callerNumber, retryOn, recording);
    }

    /** The same, with its calls recorded or not. */
    public Route withRecording(Recording value) {
        return new Route(name, priority, patterns, from, when, to, otherwise, called, caller, retryOn, value);
    }

    private static void checkChain(List<Target> targets) {
        if (targets.size() > 1 && targets.stream().anyMatch(Target.Reject.class::isInstance)) {
            throw new IllegalArgumentException("a rejection stands alone: it cannot be one of several targets");
        }
    }

    private static void checkGroups(List<Target> targets, List<NumberPattern> patterns) {
        for (Target target : targets) {
            String name =
                    target instanceof Target.User u ? u.name() : target instanceof Target.Conference c ? c.room() : "";
            int highest = Template.parse(name).highestGroup();
            for (NumberPattern pattern : patterns) {
                int groups =
                        pattern instanceof NumberPattern.Regex r ? r.regex().groupCount() : 0;
                if (highest > groups) {
                    throw new IllegalArgumentException("'" + target.describe() + "' asks for group " + highest
                            + ", but " + pattern.describe() + " has " + groups);
                }
            }
        }
    }
}
