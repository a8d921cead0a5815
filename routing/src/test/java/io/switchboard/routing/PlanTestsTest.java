package io.switchboard.routing;

import static io.switchboard.routing.PlanFixture.to;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlanTestsTest {
    private static PlanTest test(String dial, String expect) {
        return new PlanTest(dial, Caller.account("bob", "bob"), PlanFixture.NOON, expect);
    }

    @Test
    void routesTargetsAndStatusesCanBeExpected() {
        PlanFixture plan = new PlanFixture(
                Route.of("nl", NumberPattern.prefix("+31"), to("group:pstn")),
                Route.of("no", NumberPattern.prefix("+319"), to("reject:403 No")));
        assertThat(PlanTests.run(plan.plan(
                        test("0201", "nl"),
                        test("0201", "trunk:carrier-a"),
                        test("0201", "trunk:carrier-b"),
                        test("0901", "403"),
                        test("0901", "no"),
                        test("alice", "user:alice"),
                        test("nobody", "404"))))
                .isEmpty();
    }

    @Test
    void aFailureSaysWhatCameInstead() {
        PlanFixture plan = new PlanFixture(Route.of("nl", NumberPattern.prefix("+31"), to("user:night")));
        assertThat(PlanTests.run(plan.plan(test("0201", "nl"), test("0201", "403"))))
                .singleElement()
                .satisfies(f -> assertThat(f.index()).isEqualTo(1))
                .satisfies(f -> assertThat(f.got()).isEqualTo("route 'nl', dialling user:night"));
    }
}
