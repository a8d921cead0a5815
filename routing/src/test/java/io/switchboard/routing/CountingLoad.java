package io.switchboard.routing;

import java.util.HashMap;
import java.util.Map;

/** Turns are counted as a server counts them; calls are set by the test. */
final class CountingLoad implements Load {
    final Map<String, Integer> calls = new HashMap<>();
    private final Map<String, Long> turns = new HashMap<>();

    CountingLoad() {}

    CountingLoad(String trunk, int running) {
        calls.put(trunk, running);
    }

    @Override
    public int calls(String trunk) {
        return calls.getOrDefault(trunk, 0);
    }

    @Override
    public long turn(String group) {
        return turns.merge(group, 1L, Long::sum) - 1;
    }
}
