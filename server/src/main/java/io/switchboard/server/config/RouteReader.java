package io.switchboard.server.config;

import static io.switchboard.server.config.Values.choice;
import static io.switchboard.server.config.Values.integer;

import io.switchboard.routing.CallerCondition;
import io.switchboard.routing.NumberPattern;
import io.switchboard.routing.Numbering;
import io.switchboard.routing.Recording;
import io.switchboard.routing.Rewrite;
import io.switchboard.routing.Route;
import io.switchboard.routing.Schedule;
import io.switchboard.routing.StatusSet;
import io.switchboard.routing.Target;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code routes}. */
final class RouteReader {
    private final Numbering numbering;
    private final ZoneId zone;
    private final Names names;
    private final Problems problems;

    RouteReader(Numbering numbering, ZoneId zone, Names names, Problems problems) {
        this.numbering = numbering;
        this.zone = zone;
        this.names = names;
        this.problems = problems;
    }

    /** The route, or null if it cannot be read; that has been reported then. */
    @Nullable Route read(Section s) {
        s.require("name");
        String name = s.parse("name", "", RouteReader::name);
        int priority = s.parse("priority", 0, RouteReader::priority);
        List<NumberPattern> patterns = patterns(s);
        CallerCondition from = from(s);
        Schedule when = s.parse("when", Schedule.ALWAYS, text -> Schedule.parse(text, zone));
        List<Target> to = to(s);
        List<Target> otherwise = targets(s, "else");
        if (s.has("else") && !s.has("when")) {
            s.problem(s.place("else"), "is for calls outside of 'when', which is missing");
        }
        Rewrite called = rewrite(s.section("number"));
        Rewrite caller = rewrite(s.section("caller"));
        StatusSet retryOn = statuses(s, "retry_on", StatusSet.DEFAULT);
        Recording recording = recording(s);
        s.done();
        if (name.isEmpty() || to.isEmpty() || patterns.isEmpty()) {
            return null;
        }
        try {
            return new Route(name, priority, patterns, from, when, to, otherwise, called, caller, retryOn, recording);
        } catch (IllegalArgumentException e) {
            problems.add(s.place("to"), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static Recording recording(Section s) {
        Recording recording = new Recording(
                s.parse("record", Recording.Kind.NO, choice(Recording.Kind.class)),
                s.parse("beep", true, Values::flag));
        if (s.has("beep") && recording.kind() == Recording.Kind.NO) {
            s.problem(s.place("beep"), "is for calls that are recorded: 'record' is missing");
        }
        return recording;
    }

    private static String name(String text) {
        if (!text.matches("[A-Za-z0-9_. -]{1,64}")
                || Numbering.NONE.normalise(text).matches("[0-9]{3}")) {
            throw new IllegalArgumentException(
                    "'" + text + "' cannot name a route: up to 64 letters, digits, spaces and"
                            + " _ . - are meant, and not a status code");
        }
        return text;
    }

    private static int priority(String text) {
        boolean negative = text.startsWith("-");
        int value = integer(0, 1000).apply(negative ? text.substring(1) : text);
        return negative ? -value : value;
    }

    private List<NumberPattern> patterns(Section s) {
        Section match = s.section("match");
        List<NumberPattern> patterns = new ArrayList<>();
        patterns.addAll(match.all("exact", text -> NumberPattern.exact(reachable(text))));
        patterns.addAll(match.all("prefix", text -> NumberPattern.prefix(reachablePrefix(text))));
        patterns.addAll(match.all("pattern", NumberPattern::pattern));
        patterns.addAll(match.all("regex", NumberPattern::regex));
        match.done();
        if (!s.has("match")) {
            return List.of(NumberPattern.prefix(""));
        }
        if (!match.has("exact") && !match.has("prefix") && !match.has("pattern") && !match.has("regex")) {
            match.problem(match.place(), "exact, prefix, pattern or regex is meant");
        }
        return patterns;
    }

    /** Refuses what no number can look like once it is normalised. */
    private String reachable(String text) {
        String normal = numbering.normalise(text);
        if (!normal.equals(text)) {
            throw new IllegalArgumentException("'" + text + "' never matches, for it is read as '" + normal
                    + "' before routes are asked; write that, or put '" + text + "' under numbers.keep");
        }
        return text;
    }

    private String reachablePrefix(String text) {
        String normal = numbering.normalise(text);
        boolean kept = numbering.keep().stream().anyMatch(k -> k.lead().startsWith(text) || text.startsWith(k.lead()));
        if (!normal.equals(text) && !kept) {
            throw new IllegalArgumentException("'" + text + "' never matches, for numbers that begin so are read as '"
                    + normal + "...' before routes are asked; write that");
        }
        return text;
    }

    private CallerCondition from(Section s) {
        boolean given = s.has("from");
        Section from = s.section("from");
        Set<String> accounts = names(from, "account", names::account);
        Set<String> trunks = names(from, "trunk", names::trunk);
        List<String> numbers = from.all("number", this::reachablePrefix);
        from.done();
        if (!given) {
            return CallerCondition.ACCOUNTS;
        }
        boolean everyAccount = !from.has("account") && !from.has("trunk");
        return new CallerCondition(everyAccount ? Set.of(CallerCondition.EVERY) : accounts, trunks, numbers);
    }

    private static Set<String> names(Section from, String key, Function<String, String> check) {
        Set<String> found = new HashSet<>();
        for (Scalar name : from.scalars(key)) {
            found.add(name.text().equals(CallerCondition.EVERY) ? name.text() : from.parse(name, name.text(), check));
        }
        return found;
    }

    private List<Target> to(Section s) {
        boolean rejects = s.has("reject");
        Section reject = s.section("reject");
        int code = reject.parse("code", 403, integer(400, 699));
        String reason = reject.parse("reason", "Rejected", text -> new Target.Reject(400, text).reason());
        reject.done();
        List<Target> to = targets(s, "to");
        if (rejects == s.has("to")) {
            s.problem(s.place(), "either 'to' or 'reject' is meant" + (rejects ? ", not both" : ""));
        }
        return rejects ? List.of(new Target.Reject(code, reason)) : to;
    }

    private List<Target> targets(Section s, String key) {
        return s.all(key, names::target);
    }

    private static Rewrite rewrite(Section s) {
        String set = s.parse("set", "", text -> text);
        String regex = s.parse("regex", "", text -> text);
        String replace = s.parse("replace", "", text -> text);
        int strip = s.parse("strip", 0, integer(0, 32));
        String prefix = s.parse("prefix", "", text -> text);
        s.done();
        if (s.has("regex") != s.has("replace")) {
            s.problem(s.place(), "'regex' and 'replace' go together");
        }
        if (s.has("set") && (s.has("regex") || s.has("strip") || s.has("prefix"))) {
            s.problem(s.place("set"), "gives the whole number; nothing else is meant beside it");
        }
        try {
            Rewrite base =
                    s.has("set") ? Rewrite.set(set) : s.has("regex") ? Rewrite.replace(regex, replace) : Rewrite.NONE;
            return new Rewrite(base.regex(), base.replacement(), strip, prefix);
        } catch (IllegalArgumentException e) {
            s.problem(s.place("regex"), String.valueOf(e.getMessage()));
            return Rewrite.NONE;
        }
    }

    static StatusSet statuses(Section s, String key, StatusSet otherwise) {
        List<String> texts = new ArrayList<>();
        for (Scalar scalar : s.scalars(key)) {
            StatusSet one = s.parse(scalar, StatusSet.NONE, text -> StatusSet.parse(List.of(text)));
            if (!one.equals(StatusSet.NONE)) {
                texts.add(scalar.text());
            }
        }
        return s.has(key) ? StatusSet.parse(texts) : otherwise;
    }
}
