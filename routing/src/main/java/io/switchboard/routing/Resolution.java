package io.switchboard.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns the targets of the rule that decided into attempts. */
final class Resolution {
    private final DialPlan plan;
    private final Query query;
    private final Rule rule;
    private final String number;
    private final String callerNumber;
    private final Explanation.@Nullable Trace trace;
    private final List<Attempt> attempts = new ArrayList<>(4);

    Resolution(
            DialPlan plan,
            Query query,
            Rule rule,
            String number,
            String callerNumber,
            Explanation.@Nullable Trace trace) {
        this.plan = plan;
        this.query = query;
        this.rule = rule;
        this.number = number;
        this.callerNumber = callerNumber;
        this.trace = trace;
    }

    Decision resolve(List<Target> targets) {
        Route route = rule.route();
        String shown = route.caller().apply(callerNumber);
        for (int element = 0; element < targets.size(); element++) {
            Target target = targets.get(element);
            switch (target) {
                case Target.User t -> attempts.add(new Attempt.User(element, fill(t, t.name()), shown));
                case Target.Conference t -> attempts.add(new Attempt.Conference(element, fill(t, t.room())));
                case Target.ConferenceFactory t -> attempts.add(new Attempt.ConferenceFactory(element, t.name()));
                case Target.Trunk t -> {
                    Trunk trunk = plan.trunk(t.name());
                    if (trunk != null) {
                        trunk(element, trunk, shown, 0, StatusSet.NONE);
                    }
                }
                case Target.Group t -> group(element, t, shown);
                case Target.Reject t -> {
                    return new Decision.Refuse(route.name(), t.code(), t.reason(), Decision.Cause.REJECTED);
                }
            }
        }
        return attempts.isEmpty()
                ? new Decision.Refuse(route.name(), 503, "All Trunks Are Full", Decision.Cause.FULL)
                : new Decision.Dial(route.name(), List.copyOf(attempts), route.retryOn());
    }

    private String fill(Target target, String name) {
        Template template = plan.template(target);
        return template == null ? name : template.fill(rule.pattern(), number, query.dialled(), callerNumber);
    }

    private void group(int element, Target.Group target, String shown) {
        GroupOrder order = plan.group(target.name());
        if (order == null) {
            return;
        }
        Group group = order.group();
        Trunk[] trunks = order.order(query.load());
        if (trace != null) {
            String balance = group.balance().name().toLowerCase(Locale.ROOT).replace('_', '-');
            trace.note(true, "group " + group.name(), balance + ", the first is " + trunks[0].name());
        }
        for (Trunk trunk : trunks) {
            trunk(element, trunk, shown, group.attemptTimeoutMillis(), group.retryOn());
        }
    }

    private void trunk(int element, Trunk trunk, String shown, int timeoutMillis, StatusSet retryOn) {
        int calls = trunk.maxCalls() == 0 ? 0 : query.load().calls(trunk.name());
        if (trunk.maxCalls() > 0 && calls >= trunk.maxCalls()) {
            if (trace != null) {
                trace.note(false, "trunk " + trunk.name(), "is full: " + calls + " of " + trunk.maxCalls() + " calls");
            }
            return;
        }
        String called = trunk.called().write(rule.route().called().apply(number), plan.numbering());
        String caller = trunk.caller().write(shown, plan.numbering());
        attempts.add(new Attempt.Trunk(element, trunk.name(), called, caller, timeoutMillis, retryOn));
    }
}
