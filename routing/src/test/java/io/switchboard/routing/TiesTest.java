package io.switchboard.routing;

import static io.switchboard.routing.PlanFixture.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TiesTest {
    private static final Target BOB = to("user:bob");

    private static Route route(String name, NumberPattern pattern) {
        return Route.of(name, pattern, BOB);
    }

    private static boolean tied(Route a, Route b) {
        return !Ties.find(List.of(a, b)).isEmpty();
    }

    @Test
    void twoRoutesOfEqualPrecedenceThatMayMeetAreATie() {
        assertThat(tied(route("a", NumberPattern.prefix("+31")), route("b", NumberPattern.prefix("+31"))))
                .isTrue();
        assertThat(tied(route("a", NumberPattern.exact("112")), route("b", NumberPattern.pattern("112"))))
                .isTrue();
        assertThat(tied(route("a", NumberPattern.pattern("3XX1")), route("b", NumberPattern.pattern("3X1X"))))
                .isTrue();
        assertThat(tied(route("a", NumberPattern.pattern("+31.")), route("b", NumberPattern.prefix("+31"))))
                .isTrue();
        assertThat(tied(route("a", NumberPattern.regex("1$")), route("b", NumberPattern.regex("^2"))))
                .isTrue();
        assertThat(tied(route("a", NumberPattern.prefix("")), route("b", NumberPattern.prefix(""))))
                .isTrue();
    }

    @Test
    void whatCannotMeetOrIsOrderedIsNone() {
        assertThat(tied(route("a", NumberPattern.pattern("3XX")), route("b", NumberPattern.pattern("3XXX"))))
                .isFalse();
        assertThat(tied(route("a", NumberPattern.pattern("[12]X")), route("b", NumberPattern.pattern("[34]X"))))
                .isFalse();
        assertThat(tied(route("a", NumberPattern.regex("^\\+31")), route("b", NumberPattern.regex("^\\+44"))))
                .isFalse();
        Route first = route("a", NumberPattern.prefix("+31"));
        Route second = route("b", NumberPattern.prefix("+31"));
        assertThat(tied(first, second.withPriority(1))).isFalse();
        assertThat(tied(first, second.withFrom(PlanFixture.trunks("carrier-a"))))
                .isFalse();
        assertThat(tied(first, second.withFrom(PlanFixture.accounts("alice"))))
                .as("the one with a caller condition comes first")
                .isFalse();
        Schedule monday = Schedule.parse("mon", PlanFixture.AMSTERDAM);
        Schedule tuesday = Schedule.parse("tue", PlanFixture.AMSTERDAM);
        assertThat(tied(first.withWhen(monday), second.withWhen(tuesday))).isFalse();
        assertThat(tied(first.withWhen(monday), second)).isFalse();
        assertThat(tied(first.withWhen(monday), second.withWhen(monday))).isTrue();
    }

    @Test
    void callerNumbersPartRoutesToo() {
        Route a = route("a", NumberPattern.prefix("1"))
                .withFrom(new CallerCondition(Set.of("*"), Set.of(), List.of("+31")));
        Route b = route("b", NumberPattern.prefix("1"))
                .withFrom(new CallerCondition(Set.of("*"), Set.of(), List.of("+44")));
        Route c = route("c", NumberPattern.prefix("1"))
                .withFrom(new CallerCondition(Set.of("*"), Set.of(), List.of("+3120")));
        assertThat(tied(a, b)).isFalse();
        assertThat(tied(a, c)).isTrue();
    }

    @Test
    void aPlanWithATieIsRefused() {
        PlanFixture plan =
                new PlanFixture(route("a", NumberPattern.prefix("+31")), route("b", NumberPattern.prefix("+31")));
        assertThatThrownBy(plan::plan)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("routes 'a' and 'b' may match the same call and nothing decides between them:"
                        + " prefix +31 and prefix +31");
    }

    @Test
    void aPlanThatNamesWhatIsNotThereIsRefused() {
        PlanFixture plan = new PlanFixture(Route.of("a", NumberPattern.prefix("1"), to("group:pstm"), to("user:eve")));
        assertThatThrownBy(plan::plan)
                .hasMessage(
                        "route 'a' names group 'pstm', which is unknown\nroute 'a' leads to user 'eve', who is unknown");
    }
}
