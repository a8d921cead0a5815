package io.switchboard.server.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Parsers of single values. Each throws IllegalArgumentException with what is wrong and what was meant. */
final class Values {
    private static final Duration DAY = Duration.ofDays(1);

    private Values() {}

    /** A whole number within a range. */
    static Function<String, Integer> integer(int least, int most) {
        return text -> {
            boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9') && text.length() < 10;
            int value = digits ? Integer.parseInt(text) : -1;
            if (value < least || value > most) {
                throw new IllegalArgumentException(
                        "'" + text + "' is not allowed: a whole number from " + least + " to " + most + " is meant");
            }
            return value;
        };
    }

    /** A time with its unit: 500ms, 30s, 5m, 2h, 7d. */
    static Function<String, Duration> duration(Duration least, Duration most) {
        return text -> {
            int unit = 0;
            while (unit < text.length() && unit < 9 && text.charAt(unit) >= '0' && text.charAt(unit) <= '9') {
                unit++;
            }
            Duration one = switch (text.substring(unit)) {
                case "ms" -> Duration.ofMillis(1);
                case "s" -> Duration.ofSeconds(1);
                case "m" -> Duration.ofMinutes(1);
                case "h" -> Duration.ofHours(1);
                case "d" -> DAY;
                default -> Duration.ZERO;
            };
            if (unit == 0 || one.isZero()) {
                throw new IllegalArgumentException(
                        "'" + text + "' is no time: a number and its unit is meant, as 500ms, 30s, 5m, 2h or 7d");
            }
            Duration value = one.multipliedBy(Long.parseLong(text.substring(0, unit)));
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw new IllegalArgumentException(
                        "'" + text + "' is not allowed: " + show(least) + " to " + show(most) + " is meant");
            }
            return value;
        };
    }

    /** A time as it is written in the files. */
    static String show(Duration time) {
        long millis = time.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        return seconds % DAY.toSeconds() == 0 && seconds > 0
                ? seconds / DAY.toSeconds() + "d"
                : seconds % 3600 == 0 && seconds > 0
                        ? seconds / 3600 + "h"
                        : seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /** A size in bytes, or with its unit: 64k, 10m. */
    static Function<String, Long> size(long least, long most) {
        return text -> {
            String lower = text.toLowerCase(Locale.ROOT);
            long unit = lower.endsWith("k")
                    ? 1L << 10
                    : lower.endsWith("m") ? 1L << 20 : lower.endsWith("g") ? 1L << 30 : 1;
            String digits = unit == 1 ? lower : lower.substring(0, lower.length() - 1);
            boolean number = digits.matches("[0-9]{1,9}");
            long value = number ? Long.parseLong(digits) * unit : -1;
            if (value < least || value > most) {
                throw new IllegalArgumentException("'" + text + "' is not allowed: " + least + " to " + most
                        + " bytes is meant, also written as 64k, 10m or 1g");
            }
            return value;
        };
    }

    /** true or false. */
    static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is not allowed: true or false is meant");
        };
    }

    /** One of an enum's constants, written in lower case with dashes or underscores. */
    static <E extends Enum<E>> Function<String, E> choice(Class<E> type) {
        return text -> {
            List<E> constants = Arrays.asList(type.getEnumConstants());
            for (E constant : constants) {
                if (constant.name().equals(text.toUpperCase(Locale.ROOT).replace('-', '_'))) {
                    return constant;
                }
            }
            List<String> names = constants.stream()
                    .map(c -> c.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .toList();
            throw new IllegalArgumentException("'" + text + "' is not allowed" + Suggestion.of(text, names));
        };
    }
}
