package io.switchboard.routing;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A change of a number, in this order: the regex's first match is replaced, characters are stripped from the front, a
 * prefix is put before. A number that the regex does not match is left as it is by that part.
 *
 * @param regex what to replace, or null
 * @param replacement what to put there; {@code $1} to {@code $9} are groups
 * @param strip characters to take from the front, 0 to 32
 * @param prefix what to put in front, may be empty
 */
public record Rewrite(@Nullable Pattern regex, String replacement, int strip, String prefix) {
    /** Leaves a number as it is. */
    public static final Rewrite NONE = new Rewrite(null, "", 0, "");

    /** Checks the replacement's groups. */
    public Rewrite {
        if (strip < 0 || strip > 32) {
            throw new IllegalArgumentException("strip takes 0 to 32 characters, not " + strip);
        }
        if (regex != null) {
            checkGroups(replacement, regex.groupCount());
        }
    }

    /** Whatever the number was, it becomes this. */
    public static Rewrite set(String number) {
        return new Rewrite(Pattern.compile("^.*$"), number.replace("\\", "\\\\").replace("$", "\\$"), 0, "");
    }

    /** A rewrite by regex. @throws IllegalArgumentException if the regex or the replacement is malformed */
    public static Rewrite replace(String regex, String replacement) {
        try {
            return new Rewrite(Pattern.compile(regex), replacement, 0, "");
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("bad regex: " + e.getDescription() + " in '" + e.getPattern() + "'", e);
        }
    }

    private static void checkGroups(String replacement, int groups) {
        for (int i = 0; i < replacement.length(); i++) {
            char c = replacement.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '$') {
                char digit = i + 1 < replacement.length() ? replacement.charAt(i + 1) : ' ';
                if (digit < '0' || digit > '9' || digit - '0' > groups) {
                    throw new IllegalArgumentException("'" + replacement + "' asks for a group that the regex does not"
                            + " have; it has " + groups + " (a plain $ is written \\$)");
                }
            }
        }
    }

    /** The changed number. */
    String apply(String number) {
        String result = regex == null ? number : regex.matcher(number).replaceFirst(replacement);
        if (strip > 0) {
            result = result.substring(Math.min(strip, result.length()));
        }
        return prefix.isEmpty() ? result : prefix + result;
    }
}
