package io.switchboard.server.config;

import static io.switchboard.server.config.Values.choice;
import static io.switchboard.server.config.Values.duration;

import io.switchboard.routing.DialPlan;
import io.switchboard.routing.Group;
import io.switchboard.routing.NumberPattern;
import io.switchboard.routing.Numbering;
import io.switchboard.routing.PlanTest;
import io.switchboard.routing.PlanTests;
import io.switchboard.routing.Route;
import io.switchboard.routing.StatusSet;
import io.switchboard.routing.Ties;
import io.switchboard.routing.Trunk;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads dialplan.yaml. The numbering comes first: accounts are read with it, and routes after the accounts. */
final class PlanFile {
    static final String NAME = "dialplan.yaml";

    private final Section top;
    private final Problems problems;
    private final Map<String, RouteOrigin> origins = new HashMap<>();

    PlanFile(Section top, Problems problems) {
        this.top = top;
        this.problems = problems;
    }

    Numbering numbering() {
        Section s = top.section("numbers");
        List<NumberPattern> keep = s.all("keep", NumberPattern::pattern);
        Numbering numbering = new Numbering(
                s.parse("country", "", text -> digits(text, "31")),
                s.parse("trunk_prefix", "", text -> digits(text, "0")),
                s.parse("international_prefix", "", text -> digits(text, "00")),
                keep);
        s.done();
        return numbering;
    }

    private static String digits(String text, String example) {
        if (!text.matches("[0-9]{1,6}")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not allowed: digits are meant, as \"" + example + "\"");
        }
        return text;
    }

    /** Where the routes of the plan come from, by their names. */
    Map<String, RouteOrigin> origins() {
        return origins;
    }

    /**
     * The compiled plan, its tests passed; null if there is any problem, in other files too.
     *
     * @param added routes besides those of the file
     */
    @Nullable DialPlan plan(
            Numbering numbering,
            Map<String, LocalAccount> accounts,
            Map<String, SipTrunk> trunks,
            Set<String> factories,
            List<AddedRoute> added) {
        ZoneId zone = top.parse("timezone", ZoneOffset.UTC, PlanFile::zone);
        List<Group> groups = groups(trunks.keySet());
        Names names = new Names(
                trunks.keySet(),
                groups.stream().map(Group::name).collect(Collectors.toSet()),
                accounts.keySet(),
                factories);
        RouteReader reader = new RouteReader(numbering, zone, names, problems);
        List<Section> sections = top.list("routes");
        Map<Section, RouteOrigin> all = new LinkedHashMap<>();
        sections.forEach(section ->
                all.put(section, new RouteOrigin.Written(NAME, section.place().line())));
        for (AddedRoute route : added) {
            all.put(
                    YamlFile.parse("route " + route.name(), "routes[]", route.text(), problems),
                    new RouteOrigin.Added(route.at(), route.by(), route.text()));
        }
        List<Route> routes = new ArrayList<>();
        List<Section> read = new ArrayList<>();
        Set<String> routeNames = new HashSet<>();
        for (Map.Entry<Section, RouteOrigin> entry : all.entrySet()) {
            Section section = entry.getKey();
            Route route = reader.read(section);
            if (route == null) {
                continue;
            }
            if (!routeNames.add(route.name())) {
                section.problem(section.place("name"), "there is a route '" + route.name() + "' already");
                continue;
            }
            routes.add(route);
            origins.put(route.name(), entry.getValue());
            read.add(section);
        }
        for (Ties.Tie tie : Ties.find(routes)) {
            Route first = routes.get(tie.first());
            Section second = read.get(tie.second());
            second.problem(
                    second.place("match"),
                    "may match the same call as route '" + first.name() + "' " + where(read.get(tie.first())) + " ("
                            + tie.why() + "), and nothing decides between them: give one a priority");
        }
        PlanTestReader testReader = new PlanTestReader(zone, names, routeNames);
        List<Section> testSections = top.list("tests");
        List<PlanTest> tests = new ArrayList<>();
        testSections.forEach(s -> testReader.read(s, tests));
        top.done();
        if (!problems.none()) {
            return null;
        }
        Map<String, String> numbers = new HashMap<>();
        accounts.forEach((user, account) -> numbers.put(user, account.number()));
        List<Trunk> carriers = trunks.values().stream().map(SipTrunk::routing).toList();
        DialPlan plan = new DialPlan(numbering, carriers, groups, routes, numbers, tests);
        for (PlanTests.Failure failure : PlanTests.run(plan)) {
            Section section = testSections.get(failure.index());
            section.problem(
                    section.place(),
                    "the test fails: " + failure.test().from().describe() + " dials "
                            + failure.test().dial() + ", expected is "
                            + failure.test().expect() + ", but it gets "
                            + failure.got());
        }
        return plan;
    }

    /** Where the other of two routes stands, for people. */
    private static String where(Section route) {
        return route.place().file().equals(NAME) ? "in line " + route.place().line() : "that was added at run time";
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "unknown time zone '" + text + "': a name as Europe/Amsterdam is meant", e);
        }
    }

    private List<Group> groups(Set<String> trunks) {
        List<Group> groups = new ArrayList<>();
        top.named("groups").forEach((name, s) -> {
            s.require("members");
            List<String> members = new ArrayList<>();
            List<Scalar> written = s.scalars("members");
            for (Scalar member : written) {
                if (!trunks.contains(member.text())) {
                    s.problem(
                            member.place(),
                            "unknown trunk '" + member.text() + "'" + Suggestion.of(member.text(), trunks));
                } else if (members.contains(member.text())) {
                    s.problem(member.place(), "'" + member.text() + "' is there twice");
                } else {
                    members.add(member.text());
                }
            }
            if (s.has("members") && written.isEmpty()) {
                s.problem(s.place("members"), "at least one trunk is meant");
            }
            groups.add(new Group(
                    name,
                    s.parse("balance", Group.Balance.WEIGHTED, choice(Group.Balance.class)),
                    members,
                    RouteReader.statuses(s, "retry_on", StatusSet.DEFAULT),
                    (int) s.parse("attempt_timeout", Duration.ZERO, duration(Duration.ZERO, Duration.ofMinutes(1)))
                            .toMillis()));
            s.done();
        });
        return groups;
    }
}
