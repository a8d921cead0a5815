package io.switchboard.routing;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * What a route's number has to look like. Patterns order themselves by how much they say: the more specific one is asked
 * first (see {@link Precedence}).
 */
public sealed interface NumberPattern {
    /** Whether a number, or a name, is one of these. Takes time linear in its length. */
    boolean matches(String number);

    /** Literal characters that every match begins with: the key under which the pattern is indexed. */
    String lead();

    /** As the administrator writes it: {@code prefix +31}. */
    String describe();

    /** This number and no other. */
    record Exact(String lead) implements NumberPattern {
        @Override
        public boolean matches(String number) {
            return number.equals(lead);
        }

        @Override
        public String describe() {
            return "exact " + lead;
        }
    }

    /** Every number that begins so; the empty prefix is every number. */
    record Prefix(String lead) implements NumberPattern {
        @Override
        public boolean matches(String number) {
            return number.startsWith(lead);
        }

        @Override
        public String describe() {
            return "prefix " + lead;
        }
    }

    /** Wildcards: {@code X} a digit, {@code Z} 1-9, {@code N} 2-9, {@code [2-46]} a set, a last {@code .} any rest. */
    record Wildcard(String text, DigitSets sets) implements NumberPattern {
        @Override
        public boolean matches(String number) {
            return sets.matches(number);
        }

        @Override
        public String lead() {
            return sets.lead();
        }

        @Override
        public String describe() {
            return "pattern " + text;
        }
    }

    /** A regular expression, found anywhere in the number unless it is anchored; linear time (RE2). */
    record Regex(Pattern regex, String lead) implements NumberPattern {
        @Override
        public boolean matches(String number) {
            return number.startsWith(lead) && regex.matcher(number).find();
        }

        @Override
        public String describe() {
            return "regex " + regex.pattern();
        }
    }

    /** Every number and name. */
    record Any() implements NumberPattern {
        @Override
        public boolean matches(String number) {
            return true;
        }

        @Override
        public String lead() {
            return "";
        }

        @Override
        public String describe() {
            return "any number";
        }
    }

    /** One number or name. @throws IllegalArgumentException if it is empty */
    static NumberPattern exact(String number) {
        if (number.isEmpty()) {
            throw new IllegalArgumentException("an exact number must not be empty");
        }
        return new Exact(number);
    }

    /** All numbers that begin with a text. */
    static NumberPattern prefix(String prefix) {
        return prefix.isEmpty() ? new Any() : new Prefix(prefix);
    }

    /**
     * A pattern with wildcards; one without any is {@link Exact}.
     *
     * @throws IllegalArgumentException if it is malformed; the message says what is wrong
     */
    static NumberPattern pattern(String text) {
        DigitSets sets = DigitSets.parse(text);
        return sets.literal() ? new Exact(text) : new Wildcard(text, sets);
    }

    /** A regular expression in RE2 syntax. @throws IllegalArgumentException if it is malformed */
    static NumberPattern regex(String text) {
        try {
            return new Regex(Pattern.compile(text), RegexLead.of(text));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("bad regex: " + e.getDescription() + " in '" + e.getPattern() + "'", e);
        }
    }
}
