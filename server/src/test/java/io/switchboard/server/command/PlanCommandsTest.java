package io.switchboard.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.server.command.Outcome.Failed;
import io.switchboard.server.command.Outcome.Why;
import io.switchboard.server.command.PlanCommands.PlannedRoute;
import io.switchboard.server.config.Configuration;
import io.switchboard.server.config.ConfigurationLoader;
import io.switchboard.server.event.EventLog;
import io.switchboard.server.store.AddedRoutes;
import io.switchboard.server.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandsTest {
    private static final String ROOMS = "{name: rooms, match: {pattern: \"3XXX\"}, to: \"conference:${number}\"}";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Database database;

    @SuppressWarnings("NullAway.Init")
    private Node node;

    @SuppressWarnings("NullAway.Init")
    private PlanCommands plan;

    private final EventLog events = new EventLog(16, () -> 0);

    /** Takes every configuration. */
    private static final class Node implements InService {
        private Configuration configuration;
        private boolean broken;

        Node(Configuration configuration) {
            this.configuration = configuration;
        }

        @Override
        public Configuration configuration() {
            return configuration;
        }

        @Override
        public void reconfigure(Configuration next) throws IOException {
            if (broken) {
                throw new IOException("a certificate cannot be read");
            }
            configuration = next;
        }

        @Override
        public Map<String, Long> counters() {
            return Map.of();
        }
    }

    @BeforeEach
    void start() throws Exception {
        write(
                "switchboard.yaml",
                "listeners: [{transport: udp, address: \"127.0.0.1:5060\"}]\ndomains: example.test\n");
        write("accounts.yaml", "accounts: {alice: {password: a, number: 1001}, bob: {password: b}}\n");
        write("trunks.yaml", "trunks: {a: {uri: \"sip:192.0.2.1\", sources: [192.0.2.1]}}\n");
        write("dialplan.yaml", """
                routes:
                  - {name: out, match: {prefix: "0"}, to: "trunk:a"}
                tests:
                  - {dial: "0301", from: alice, expect: out}
                """);
        database = new Database(Database.embedded(folder), "", "");
        restart();
    }

    private void restart() throws Exception {
        AddedRoutes store = new AddedRoutes(database);
        node = new Node(ConfigurationLoader.withRoutes(ConfigurationLoader.load(folder), store.load()));
        plan = new PlanCommands(node, folder, store, events, () -> 1_772_445_600_000L);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private List<String> names() {
        return plan.routes().stream()
                .map(each -> each.route().name() + " " + each.origin().describe())
                .toList();
    }

    private static Failed<?> failed(Outcome<?> outcome) {
        assertThat(outcome).isInstanceOf(Failed.class);
        return (Failed<?>) outcome;
    }

    @Test
    void anAddedRouteIsInServiceAtOnceAndAfterReloadAndRestart() throws Exception {
        assertThat(plan.add(ROOMS, "local")).isInstanceOf(Outcome.Done.class);
        List<String> both = List.of("out dialplan.yaml:2", "rooms added at 2026-03-02T10:00:00Z by local");
        assertThat(names()).isEqualTo(both);
        assertThat(plan.reload()).isEmpty();
        assertThat(names()).isEqualTo(both);
        restart();
        assertThat(names()).isEqualTo(both);
        assertThat(plan.remove("rooms", "local")).isInstanceOf(Outcome.Done.class);
        assertThat(names()).containsExactly("out dialplan.yaml:2");
        restart();
        assertThat(names()).containsExactly("out dialplan.yaml:2");
        assertThat(events.last()).isEqualTo(2);
    }

    @Test
    void jsonIsTakenAsYamlIs() {
        Outcome<PlannedRoute> outcome =
                plan.add("{\"name\": \"rooms\", \"match\": {\"exact\": [\"3000\"]}, \"to\": [\"user:alice\"]}", "ops");
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void whatDoesNotFitIsRefusedWithItsPlaceAndChangesNothing() {
        Map<String, String> wrong = Map.of(
                "{name: x, match: {exact: \"3000\"}, to: \"user:nobody\"}",
                "route x:1:39 to: unknown user 'nobody'",
                "{name: x, match: {exact: \"3000\"}, to: \"user:alice\", prio: 1}",
                "route x:1:53 prio: unknown key",
                "{name: x, match: {prefix: \"0\"}, to: \"user:alice\"}",
                "route x:1:11 match: may match the same call as route 'out' in line 2",
                "{name: x, match: {exact: \"0301\"}, to: \"user:alice\"}",
                "dialplan.yaml:4:5 tests[0]: the test fails",
                "{match: {exact: \"0301\"}, to: \"user:alice\"}",
                "route:1:1: 'name' is missing",
                "- a\n- b\n",
                "route:1:1: should hold keys with values",
                "{name: x, to: [",
                "route:");
        wrong.forEach((text, problem) -> {
            Failed<?> failed = failed(plan.add(text, "local"));
            assertThat(failed.why()).as(text).isEqualTo(Why.INVALID);
            assertThat(failed.problems()).as(text).anyMatch(each -> each.startsWith(problem));
            assertThat(names()).containsExactly("out dialplan.yaml:2");
        });
    }

    @Test
    void aNameIsTakenOnce() {
        assertThat(failed(plan.add("{name: out, to: \"user:alice\"}", "local")).why())
                .isEqualTo(Why.CONFLICT);
    }

    @Test
    void onlyAddedRoutesAreRemoved() {
        assertThat(failed(plan.remove("out", "local")).detail()).contains("dialplan.yaml:2");
        assertThat(failed(plan.remove("other", "local")).why()).isEqualTo(Why.NOT_FOUND);
    }

    @Test
    void aReloadThatDoesNotFitTheAddedRoutesIsRefused() throws Exception {
        assertThat(plan.add(ROOMS, "local")).isInstanceOf(Outcome.Done.class);
        write("dialplan.yaml", "routes: [{name: rooms, match: {exact: \"1\"}, to: \"user:alice\"}]\n");
        assertThat(plan.reload())
                .singleElement()
                .asString()
                .startsWith("route rooms:1:2 name: there is a route 'rooms'");
        assertThat(names()).hasSize(2);
        assertThat(plan.remove("rooms", "local")).isInstanceOf(Outcome.Done.class);
        assertThat(plan.reload()).isEmpty();
        assertThat(names()).containsExactly("rooms dialplan.yaml:1");
    }

    @Test
    void aRouteThatCannotBePutIntoServiceIsNotKept() throws Exception {
        node.broken = true;
        assertThat(failed(plan.add(ROOMS, "local")).why()).isEqualTo(Why.UNAVAILABLE);
        restart();
        assertThat(names()).containsExactly("out dialplan.yaml:2");
    }

    @Test
    void explanationsTellWhereARouteComesFrom() {
        assertThat(plan.add(ROOMS, "local")).isInstanceOf(Outcome.Done.class);
        var explained = plan.explain(new RouteQuestion("3000", "alice", "", ""));
        assertThat(explained).isInstanceOf(Outcome.Done.class);
        assertThat(explained.toString()).contains("added at 2026-03-02T10:00:00Z by local");
        assertThat(failed(plan.explain(new RouteQuestion("3000", "mallory", "", "")))
                        .why())
                .isEqualTo(Why.INVALID);
    }
}
