package io.switchboard.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BalanceTest {
    private static GroupOrder group(Group.Balance balance, int... weights) {
        List<Trunk> trunks = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            trunks.add(Trunk.of("t" + i).withWeight(weights[i]));
        }
        List<String> names = trunks.stream().map(Trunk::name).toList();
        return new GroupOrder(new Group("g", balance, names, StatusSet.DEFAULT, 0), trunks);
    }

    private static String first(GroupOrder group, Load load) {
        return group.order(load)[0].name();
    }

    @Test
    void overACycleEachMemberGetsItsShareEvenlySpread() {
        GroupOrder group = group(Group.Balance.WEIGHTED, 5, 1, 1);
        CountingLoad load = new CountingLoad();
        StringBuilder turns = new StringBuilder();
        for (int i = 0; i < 14; i++) {
            turns.append(first(group, load).charAt(1));
        }
        assertThat(turns).hasToString("00102000010200");
    }

    @Test
    void sharesAreExactForAnyWeights() {
        int[][] cases = {{1, 1}, {2, 1}, {100, 1}, {3, 3, 3}, {7, 5, 2}, {50, 25, 25}};
        for (int[] weights : cases) {
            GroupOrder group = group(Group.Balance.WEIGHTED, weights);
            CountingLoad load = new CountingLoad();
            Map<String, Integer> counts = new HashMap<>();
            int total = Arrays.stream(weights).sum();
            for (int i = 0; i < total * 3; i++) {
                counts.merge(first(group, load), 1, Integer::sum);
            }
            for (int i = 0; i < weights.length; i++) {
                assertThat(counts).as(Arrays.toString(weights)).containsEntry("t" + i, weights[i] * 3);
            }
        }
    }

    @Test
    void everyMemberIsInEveryOrderOnce() {
        GroupOrder group = group(Group.Balance.WEIGHTED, 7, 5, 2, 1);
        CountingLoad load = new CountingLoad();
        for (int i = 0; i < 30; i++) {
            assertThat(group.order(load)).extracting(Trunk::name).containsExactlyInAnyOrder("t0", "t1", "t2", "t3");
        }
    }

    @Test
    void theLeastLoadedForItsWeightComesFirst() {
        GroupOrder group = group(Group.Balance.LEAST_LOADED, 2, 1, 1);
        CountingLoad load = new CountingLoad();
        load.calls.putAll(Map.of("t0", 10, "t1", 6, "t2", 4));
        assertThat(group.order(load)).extracting(Trunk::name).containsExactly("t2", "t0", "t1");
    }

    @Test
    void leastLoadedCallsThatNeverEndFillByWeight() {
        GroupOrder group = group(Group.Balance.LEAST_LOADED, 3, 1);
        CountingLoad load = new CountingLoad();
        for (int i = 0; i < 400; i++) {
            load.calls.merge(first(group, load), 1, Integer::sum);
        }
        assertThat(load.calls).containsEntry("t0", 300).containsEntry("t1", 100);
    }

    @Test
    void orderedIsAsWritten() {
        GroupOrder group = group(Group.Balance.ORDERED, 1, 9);
        CountingLoad load = new CountingLoad("t0", 100);
        assertThat(first(group, load)).isEqualTo("t0");
    }
}
