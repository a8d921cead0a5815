package io.switchboard.routing;

import static io.switchboard.routing.PlanFixture.at;
import static io.switchboard.routing.PlanFixture.fromTrunk;
import static io.switchboard.routing.PlanFixture.query;
import static io.switchboard.routing.PlanFixture.to;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {
    private static final Schedule OFFICE = Schedule.parse("mon-fri 09:00-17:00", PlanFixture.AMSTERDAM);

    private final PlanFixture layers = new PlanFixture(
            Route.of("any", NumberPattern.prefix(""), to("user:bob")),
            Route.of("regex", NumberPattern.regex("^\\+31"), to("user:bob")),
            Route.of("short-prefix", NumberPattern.prefix("+31"), to("user:bob")),
            Route.of("long-prefix", NumberPattern.prefix("+3120"), to("user:bob")),
            Route.of("pattern", NumberPattern.pattern("+3120XXXXXXX"), to("user:bob")),
            Route.of("narrow", NumberPattern.pattern("+3120[2-4]XXXXXX"), to("user:bob")),
            Route.of("exact", NumberPattern.exact("+31201234567"), to("user:bob")),
            Route.of("urgent", NumberPattern.prefix("+319"), to("reject:403 No"))
                    .withPriority(5),
            Route.of("late", NumberPattern.exact("+441"), to("user:bob")).withPriority(-1),
            Route.of("four", NumberPattern.prefix("+44"), to("user:bob")));

    @ParameterizedTest
    @CsvSource({
        "0201234567, exact",
        "0203234567, narrow",
        "0209234567, pattern",
        "02092345678, long-prefix",
        "0301234567, short-prefix",
        "0900123, urgent",
        "00441, four",
        "0033123, any",
        "someone, any",
    })
    void theMoreSpecificRuleDecides(String dialled, String route) {
        assertThat(layers.routeOf(dialled)).isEqualTo(route);
    }

    @Test
    void anAccountComesAfterExactNumbersAndBeforePrefixes() {
        PlanFixture plan = new PlanFixture(
                Route.of("thousands", NumberPattern.pattern("1XXX"), to("group:pstn")),
                Route.of("exact", NumberPattern.exact("1999"), to("conference:night")),
                Route.of("no-bob", NumberPattern.prefix("bo"), to("reject:403 No"))
                        .withPriority(1));
        assertThat(plan.decide(query("1001"))).isEqualTo("no route, dialling user:alice");
        assertThat(plan.decide(query("alice"))).isEqualTo("no route, dialling user:alice");
        assertThat(plan.decide(query("1999"))).isEqualTo("route 'exact', dialling conference:night");
        assertThat(plan.decide(query("night"))).isEqualTo("no route, dialling user:night");
        assertThat(plan.decide(query("1002"))).startsWith("route 'thousands'");
        assertThat(plan.decide(query("bob"))).isEqualTo("route 'no-bob', 403 No");
        assertThat(plan.decide(query("carol"))).isEqualTo("no route, 404 Not Found");
    }

    @Test
    void aTrunkReachesOnlyRoutesThatNameIt() {
        PlanFixture plan = new PlanFixture(
                Route.of("out", NumberPattern.prefix("+31"), to("group:pstn")),
                Route.of("in", NumberPattern.prefix("+3120"), to("user:alice"))
                        .withFrom(PlanFixture.trunks("carrier-a")));
        assertThat(plan.decide(fromTrunk("carrier-a", "0201234567"))).isEqualTo("route 'in', dialling user:alice");
        assertThat(plan.decide(fromTrunk("carrier-b", "0201234567"))).isEqualTo("no route, 404 Not Found");
        assertThat(plan.decide(fromTrunk("carrier-a", "0301234567"))).isEqualTo("no route, 404 Not Found");
        assertThat(plan.decide(fromTrunk("carrier-a", "alice"))).isEqualTo("no route, 404 Not Found");
        plan.trunks.set(
                1, new Trunk("carrier-b", 1, 0, NumberFormat.DIGITS, NumberFormat.E164, NumberFormat.E164, true));
        assertThat(plan.decide(fromTrunk("carrier-b", "alice"))).isEqualTo("no route, dialling user:alice");
    }

    @Test
    void callersAreToldWhetherTheNumberOrTheTimeIsWrong() {
        PlanFixture plan = new PlanFixture(
                Route.of("alices", NumberPattern.prefix("+31"), to("group:pstn"))
                        .withFrom(PlanFixture.accounts("alice")),
                Route.of("office", NumberPattern.prefix("+44"), to("group:pstn"))
                        .withWhen(OFFICE));
        Query night = new Query("004412", Caller.account("bob", "bob"), at("2026-03-02T20:00"), Load.IDLE);
        assertThat(plan.decide(query("0301"))).isEqualTo("no route, 403 Not Allowed");
        assertThat(plan.decide(night)).isEqualTo("no route, 480 Closed At This Time");
        assertThat(plan.decide(query("99"))).isEqualTo("no route, 404 Not Found");
    }

    @Test
    void outsideItsHoursARouteLeadsElsewhereOrStepsAside() {
        Route office = Route.of("office", NumberPattern.prefix("+3120"), to("user:alice"));
        Query night = new Query("0201", Caller.account("bob", "bob"), at("2026-03-02T17:00"), Load.IDLE);
        Route rest = Route.of("rest", NumberPattern.prefix("+31"), to("user:bob"));
        assertThat(new PlanFixture(office.withWhen(OFFICE, to("user:night")), rest).decide(night))
                .isEqualTo("route 'office', dialling user:night");
        assertThat(new PlanFixture(office.withWhen(OFFICE), rest).decide(night))
                .isEqualTo("route 'rest', dialling user:bob");
        assertThat(new PlanFixture(office.withWhen(OFFICE), rest).decide(query("0201")))
                .isEqualTo("route 'office', dialling user:alice");
    }

    @Test
    void placeholdersAreFilledIn() {
        PlanFixture plan = new PlanFixture(
                Route.of("room", NumberPattern.pattern("3XXX"), to("conference:${number}")),
                Route.of("rest", NumberPattern.prefix("77"), to("conference:r-${rest}-${caller}")),
                Route.of("meet", NumberPattern.exact("meet"), to("conference-factory:team")),
                Route.of("regex", NumberPattern.regex("^8(\\d)(\\d*)$"), to("conference:${2}x${1}")));
        assertThat(plan.decide(query("3123"))).endsWith("conference:3123");
        assertThat(plan.decide(query("7799"))).endsWith("conference:r-99-bob");
        assertThat(plan.decide(query("8123"))).endsWith("conference:23x1");
        assertThat(plan.decide(query("meet"))).isEqualTo("route 'meet', dialling conference-factory:team");
    }

    @Test
    void numbersAreRewrittenForTheTrunkAndForTheCaller() {
        Rewrite strip = new Rewrite(null, "", 3, "0");
        PlanFixture plan = new PlanFixture(Route.of("nl", NumberPattern.prefix("+31"), to("trunk:carrier-a"))
                .withRewrite(strip, Rewrite.set("+31201230000")));
        plan.trunks.set(
                0, new Trunk("carrier-a", 1, 0, NumberFormat.DIALLED, NumberFormat.E164, NumberFormat.DIGITS, false));
        Decision.Dial dial = (Decision.Dial) Router.route(plan.plan(), query("0301234567"));
        assertThat(dial.attempts())
                .containsExactly(new Attempt.Trunk(0, "carrier-a", "0301234567", "31201230000", 0, StatusSet.NONE));
    }

    @Test
    void aChainGoesOnWithinTheGroupAndThenToItsNextElement() {
        PlanFixture plan =
                new PlanFixture(Route.of("chain", NumberPattern.prefix("+31"), to("group:pstn"), to("user:night")));
        Decision.Dial dial = (Decision.Dial) Router.route(plan.plan(), query("0301"));
        assertThat(dial.attempts())
                .extracting(Attempt::describe)
                .containsExactly("trunk:carrier-a +31301", "trunk:carrier-b +31301", "user:night");
        assertThat(dial.next(0, 503)).isEqualTo(1);
        assertThat(dial.next(1, 503)).isEqualTo(2);
        assertThat(dial.next(0, 480))
                .as("not in the group's list, but in the route's")
                .isEqualTo(2);
        assertThat(dial.next(0, 486)).isEqualTo(-1);
        assertThat(dial.next(2, 503)).isEqualTo(-1);
    }

    @Test
    void aFullTrunkIsPassedOverAndTheExplanationSaysSo() {
        PlanFixture plan = new PlanFixture(Route.of("nl", NumberPattern.prefix("+31"), to("group:pstn")));
        Query busy =
                new Query("0301", Caller.account("bob", "bob"), PlanFixture.NOON, new CountingLoad("carrier-a", 50));
        Explanation explanation = Router.explain(plan.plan(), busy);
        assertThat(PlanTests.describe(explanation.decision())).isEqualTo("route 'nl', dialling trunk:carrier-b +31301");
        assertThat(explanation.steps())
                .containsExactly(
                        new Explanation.Step("number", true, "0301 is read as +31301"),
                        new Explanation.Step("route nl", true, "prefix +31 matches"),
                        new Explanation.Step("group pstn", true, "weighted, the first is carrier-a"),
                        new Explanation.Step("trunk carrier-a", false, "is full: 50 of 50 calls"));
    }

    @Test
    void whenAllTrunksAreFullTheCallIsRefusedWith503() {
        PlanFixture plan = new PlanFixture(Route.of("nl", NumberPattern.prefix("+31"), to("trunk:carrier-a")));
        Query busy =
                new Query("0301", Caller.account("bob", "bob"), PlanFixture.NOON, new CountingLoad("carrier-a", 50));
        assertThat(Router.route(plan.plan(), busy))
                .isEqualTo(new Decision.Refuse("nl", 503, "All Trunks Are Full", Decision.Cause.FULL));
    }

    @Test
    void anExplanationNamesEveryRuleAndWhy() {
        PlanFixture plan = new PlanFixture(
                Route.of("alices", NumberPattern.prefix("+3130"), to("group:pstn"))
                        .withFrom(PlanFixture.accounts("alice")),
                Route.of("closed", NumberPattern.pattern("+3130XXX"), to("group:pstn"))
                        .withWhen(Schedule.parse("sat-sun", PlanFixture.AMSTERDAM)),
                Route.of("other", NumberPattern.prefix("+44"), to("group:pstn")),
                Route.of("nl", NumberPattern.regex("^\\+31"), to("user:alice")));
        List<Explanation.Step> steps =
                Router.explain(plan.plan(), query("+3130123")).steps();
        assertThat(steps)
                .containsExactly(
                        new Explanation.Step(
                                "route closed", false, "pattern +3130XXX matches, but it is closed: sat-sun"),
                        new Explanation.Step("route alices", false, "prefix +3130 matches, but not for this caller"),
                        new Explanation.Step("route nl", true, "regex ^\\+31 matches"),
                        new Explanation.Step("route other", false, "is for prefix +44"));
    }
}
