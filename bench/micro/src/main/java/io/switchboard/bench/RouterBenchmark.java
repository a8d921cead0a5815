package io.switchboard.bench;

import io.switchboard.routing.Decision;
import io.switchboard.routing.DialPlan;
import io.switchboard.routing.Load;
import io.switchboard.routing.NumberPattern;
import io.switchboard.routing.Numbering;
import io.switchboard.routing.Query;
import io.switchboard.routing.Recording;
import io.switchboard.routing.Rewrite;
import io.switchboard.routing.Route;
import io.switchboard.routing.Router;
import io.switchboard.routing.StatusSet;
import io.switchboard.routing.Target;
import io.switchboard.routing.Trunk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One call through a plan of a million prefixes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RouterBenchmark {
    private static final int PREFIXES = 1_000_000;
    private static final int QUERIES = 1 << 16;

    private DialPlan plan = new DialPlan(Numbering.NONE, List.of(), List.of(), List.of(), Map.of(), List.of());
    private final Query[] queries = new Query[QUERIES];
    private int next;

    /** Prefixes of 5 to 9 digits spread over 100 routes, and numbers of 12 digits. */
    @Setup
    public void setUp() {
        Random random = new Random(7);
        List<List<NumberPattern>> patterns = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            patterns.add(new ArrayList<>());
        }
        Set<String> seen = new HashSet<>();
        while (seen.size() < PREFIXES) {
            String prefix = "+" + number(random, 5 + random.nextInt(5));
            if (seen.add(prefix)) {
                patterns.get(seen.size() % 100).add(NumberPattern.prefix(prefix));
            }
        }
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Route one = Route.of("r" + i, NumberPattern.prefix("+"), new Target.Trunk("t"));
            routes.add(new Route(
                    one.name(),
                    0,
                    patterns.get(i),
                    one.from(),
                    one.when(),
                    one.to(),
                    List.of(),
                    Rewrite.NONE,
                    Rewrite.NONE,
                    StatusSet.DEFAULT,
                    Recording.NONE));
        }
        plan = new DialPlan(Numbering.NONE, List.of(Trunk.of("t")), List.of(), routes, Map.of("a", ""), List.of());
        for (int i = 0; i < QUERIES; i++) {
            queries[i] = new Query("+" + number(random, 12), plan.caller("a"), Instant.EPOCH, Load.IDLE);
        }
    }

    private static String number(Random random, int length) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < length; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    /** One decision. */
    @Benchmark
    public Decision route() {
        return Router.route(plan, queries[next++ & (QUERIES - 1)]);
    }
}
