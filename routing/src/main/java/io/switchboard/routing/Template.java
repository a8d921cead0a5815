package io.switchboard.routing;

import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.List;

/**
 * Text with placeholders: {@code ${number}} the number in the plan's form, {@code ${dialled}} as it was dialled,
 * {@code ${caller}} the caller's number, {@code ${rest}} what follows the literal beginning of the pattern,
 * {@code ${1}} to {@code ${9}} groups of the route's regex. Text without any costs nothing.
 */
final class Template {
    private final String text;
    private final List<String> parts; // literal, variable, literal, ... ; empty if there is no placeholder

    private Template(String text, List<String> parts) {
        this.text = text;
        this.parts = parts;
    }

    /** Parses a text. @throws IllegalArgumentException for an unknown or unclosed placeholder */
    static Template parse(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        int open = text.indexOf("${");
        while (open >= 0) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException("'${' without '}' in '" + text + "'");
            }
            String name = text.substring(open + 2, close);
            if (!name.matches("number|dialled|caller|rest|[1-9]")) {
                throw new IllegalArgumentException("unknown placeholder '${" + name + "}' in '" + text
                        + "': there are ${number}, ${dialled}, ${caller}, ${rest} and ${1} to ${9}");
            }
            parts.add(text.substring(from, open));
            parts.add(name);
            from = close + 1;
            open = text.indexOf("${", from);
        }
        if (!parts.isEmpty()) {
            parts.add(text.substring(from));
        }
        return new Template(text, List.copyOf(parts));
    }

    /** Whether it has a placeholder. */
    boolean variable() {
        return !parts.isEmpty();
    }

    /** The highest regex group that it asks for, 0 if none. */
    int highestGroup() {
        int highest = 0;
        for (int i = 1; i < parts.size(); i += 2) {
            char c = parts.get(i).charAt(0);
            highest = Math.max(highest, c <= '9' ? c - '0' : 0);
        }
        return highest;
    }

    /** The text for one call. */
    String fill(NumberPattern pattern, String number, String dialled, String callerNumber) {
        if (parts.isEmpty()) {
            return text;
        }
        StringBuilder filled = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (i % 2 == 0) {
                filled.append(part);
            } else {
                filled.append(
                        switch (part) {
                            case "number" -> number;
                            case "dialled" -> dialled;
                            case "caller" -> callerNumber;
                            case "rest" -> number.substring(pattern.lead().length());
                            default -> group(pattern, number, part.charAt(0) - '0');
                        });
            }
        }
        return filled.toString();
    }

    private static String group(NumberPattern pattern, String number, int group) {
        if (pattern instanceof NumberPattern.Regex regex) {
            Matcher matcher = regex.regex().matcher(number);
            if (matcher.find()) {
                String value = matcher.group(group);
                return value == null ? "" : value;
            }
        }
        return "";
    }

    @Override
    public String toString() {
        return text;
    }
}
