package io.switchboard.server.command;

import io.switchboard.routing.Caller;
import io.switchboard.routing.DialPlan;
import io.switchboard.routing.Explanation;
import io.switchboard.routing.Load;
import io.switchboard.routing.Query;
import io.switchboard.routing.Router;
import io.switchboard.server.config.PlanTestReader;
import java.time.Instant;
import java.time.ZoneId;

/**
 * What would become of a call. All trunks count as idle.
 *
 * @param number number or name that is dialled
 * @param from name of an account, or {@code trunk:NAME}
 * @param callerNumber the caller's number; empty for the account's
 * @param at as {@code 2026-03-02T10:00}, with an offset or local; empty for now
 */
public record RouteQuestion(String number, String from, String callerNumber, String at) {
    private static final String TRUNK = "trunk:";

    /**
     * The answer of a plan.
     *
     * @throws IllegalArgumentException if the caller or the time makes no sense
     */
    public Explanation ask(DialPlan plan, Instant now, ZoneId zone) {
        Instant instant = at.isEmpty() ? now : PlanTestReader.time(at, zone);
        return Router.explain(plan, new Query(number, caller(plan), instant, Load.IDLE));
    }

    private Caller caller(DialPlan plan) {
        if (from.startsWith(TRUNK)) {
            String trunk = from.substring(TRUNK.length());
            if (plan.trunk(trunk) == null) {
                throw new IllegalArgumentException("--from: there is no trunk '" + trunk + "'");
            }
            return Caller.trunk(trunk, callerNumber);
        }
        if (!plan.hasAccount(from)) {
            throw new IllegalArgumentException(
                    "--from: there is no account '" + from + "'; a trunk is written trunk:NAME");
        }
        return callerNumber.isEmpty() ? plan.caller(from) : Caller.account(from, callerNumber);
    }
}
