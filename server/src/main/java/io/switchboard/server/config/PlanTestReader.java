package io.switchboard.server.config;

import io.switchboard.routing.Caller;
import io.switchboard.routing.PlanTest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** Reads one entry of {@code tests}. */
public final class PlanTestReader {
    private static final LocalDateTime USUAL = LocalDateTime.parse("2026-01-05T12:00"); // a Monday

    private final ZoneId zone;
    private final Names names;
    private final Set<String> routes;

    PlanTestReader(ZoneId zone, Names names, Set<String> routes) {
        this.zone = zone;
        this.names = names;
        this.routes = routes;
    }

    void read(Section s, List<PlanTest> tests) {
        s.require("dial");
        s.require("from");
        s.require("expect");
        String dial = s.parse("dial", "", text -> text);
        String callerNumber = s.parse("caller_number", "", text -> text);
        Caller from = s.parse("from", Caller.account("", ""), text -> caller(text, callerNumber));
        Instant at = s.parse("at", USUAL.atZone(zone).toInstant(), text -> time(text, zone));
        String expect = s.parse("expect", "", this::expect);
        s.done();
        tests.add(new PlanTest(dial, from, at, expect));
    }

    private Caller caller(String text, String number) {
        if (text.startsWith("trunk:")) {
            return Caller.trunk(names.trunk(text.substring("trunk:".length())), number);
        }
        return Caller.account(names.account(text), number.isEmpty() ? text : number);
    }

    /**
     * A time as {@code 2026-03-02T10:00}, local in the zone, or with an offset ({@code 2026-03-02T10:00+01:00}, {@code
     * ...Z}).
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static Instant time(String text, ZoneId zone) {
        try {
            boolean offset = text.length() > 11 && text.substring(11).matches(".*[Z+-].*");
            return offset
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no time: 2026-03-02T10:00, or 2026-03-02T10:00+01:00, is meant", e);
        }
    }

    private String expect(String text) {
        if (text.matches("[3-6][0-9][0-9]")) {
            return text;
        }
        if (text.contains(":")) {
            names.target(text);
        } else if (!routes.contains(text)) {
            throw new IllegalArgumentException("unknown route '" + text + "'" + Suggestion.of(text, routes));
        }
        return text;
    }
}
