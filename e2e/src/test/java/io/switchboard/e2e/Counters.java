package io.switchboard.e2e;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the server counts at one moment, by name. */
record Counters(Map<String, Long> values) {
    private static final Pattern NUMBER = Pattern.compile("\"(\\w+)\" *: *(\\d+)");

    /** Reads the numbers out of a JSON object. */
    static Counters parse(String json) {
        Map<String, Long> values = new TreeMap<>();
        Matcher matcher = NUMBER.matcher(json);
        while (matcher.find()) {
            values.put(matcher.group(1), Long.parseLong(matcher.group(2)));
        }
        return new Counters(values);
    }

    /** A counter that has to be there. */
    long get(String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new AssertionError("the server does not count " + name + ": " + values);
        }
        return value;
    }

    /** Whether no call runs, and none has a leg, a dialog or an open record left. */
    boolean idle() {
        return get("calls") == 0 && get("legs") == 0 && get("dialogs") == 0 && get("records_open") == 0;
    }

    /** Whether the transactions are gone too, which takes up to 32 s over UDP (RFC 3261 §17). */
    boolean empty() {
        return idle() && get("transactions") == 0;
    }
}
