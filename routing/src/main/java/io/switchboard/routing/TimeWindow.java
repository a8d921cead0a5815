package io.switchboard.routing;

import com.google.common.collect.Range;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One window of a {@link Schedule}: days of the week or dates, and hours. Hours past midnight belong to the day on which
 * they begin.
 *
 * @param days days of the week; empty if dates are given
 * @param dates inclusive ranges of dates
 * @param hours minutes of the day, end exclusive and beyond 1440 past midnight
 */
record TimeWindow(Set<DayOfWeek> days, List<Range<LocalDate>> dates, List<Range<Integer>> hours, ZoneId zone) {
    private static final int DAY = 24 * 60;
    private static final List<String> NAMES = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    static TimeWindow parse(List<String> words, ZoneId zone) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        List<Range<LocalDate>> dates = new ArrayList<>();
        List<Range<Integer>> hours = new ArrayList<>();
        for (String word : words) {
            if (word.indexOf(':') > 0) {
                hours.add(hours(word));
            } else if (!word.isEmpty() && Character.isDigit(word.charAt(0))) {
                dates.add(dates(word));
            } else {
                addDays(days, word.toLowerCase(Locale.ROOT));
            }
        }
        if (!days.isEmpty() && !dates.isEmpty()) {
            throw new IllegalArgumentException(
                    "days of the week and dates cannot stand in one window: part with a comma");
        }
        if (days.isEmpty() && dates.isEmpty()) {
            days = EnumSet.allOf(DayOfWeek.class);
        }
        if (hours.isEmpty()) {
            hours.add(Range.closedOpen(0, DAY));
        }
        return new TimeWindow(Set.copyOf(days), List.copyOf(dates), List.copyOf(hours), zone);
    }

    private static void addDays(Set<DayOfWeek> days, String word) {
        int dash = word.indexOf('-');
        int first = NAMES.indexOf(dash < 0 ? word : word.substring(0, dash));
        int last = dash < 0 ? first : NAMES.indexOf(word.substring(dash + 1));
        if (first < 0 || last < 0) {
            throw new IllegalArgumentException("'" + word + "' is no day, date, hours or zone: mon-fri, 2026-12-25,"
                    + " 09:00-17:00 or Europe/Amsterdam is meant");
        }
        for (int day = first; ; day = (day + 1) % 7) {
            days.add(DayOfWeek.of(day + 1));
            if (day == last) {
                return;
            }
        }
    }

    private static Range<LocalDate> dates(String word) {
        int dots = word.indexOf("..");
        try {
            LocalDate first = LocalDate.parse(dots < 0 ? word : word.substring(0, dots));
            LocalDate last = dots < 0 ? first : LocalDate.parse(word.substring(dots + 2));
            if (last.isBefore(first)) {
                throw new IllegalArgumentException("'" + word + "' ends before it begins");
            }
            return Range.closed(first, last);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'" + word + "' is no date: 2026-12-25 or 2026-12-24..2026-12-26 is meant", e);
        }
    }

    private static Range<Integer> hours(String word) {
        int dash = word.indexOf('-');
        int begin = dash < 0 ? -1 : minute(word.substring(0, dash));
        int end = dash < 0 ? -1 : minute(word.substring(dash + 1));
        if (begin < 0 || end < 0 || begin == DAY || begin == end) {
            throw new IllegalArgumentException(
                    "'" + word + "' are no hours: 09:00-17:00, or 22:00-06:00 over midnight, is meant");
        }
        return Range.closedOpen(begin, end < begin ? end + DAY : end);
    }

    private static int minute(String time) {
        if (time.length() != 5
                || time.charAt(2) != ':'
                || !Numbering.isDigits(time.substring(0, 2) + time.substring(3))) {
            return -1;
        }
        int hour = Integer.parseInt(time.substring(0, 2));
        int minute = Integer.parseInt(time.substring(3));
        return minute > 59 || hour * 60 + minute > DAY ? -1 : hour * 60 + minute;
    }

    /** Whether a local time is inside, begun on its own day or on the day before. */
    boolean contains(LocalDateTime time) {
        int minute = time.getHour() * 60 + time.getMinute();
        LocalDate today = time.toLocalDate();
        return (holds(today) && inHours(minute)) || (holds(today.minusDays(1)) && inHours(minute + DAY));
    }

    private boolean inHours(int minute) {
        for (int i = 0; i < hours.size(); i++) {
            if (hours.get(i).contains(minute)) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(LocalDate date) {
        return days.contains(date.getDayOfWeek()) || dates.stream().anyMatch(d -> d.contains(date));
    }

    /** Whether some instant may be in both: decided for weekly windows of one zone, "yes" for all others. */
    boolean overlaps(TimeWindow other) {
        if (!zone.equals(other.zone) || !dates.isEmpty() || !other.dates.isEmpty()) {
            return true;
        }
        LocalDateTime monday = LocalDate.of(2026, 1, 5).atStartOfDay();
        for (int minute = 0; minute < 7 * DAY; minute++) {
            LocalDateTime time = monday.plusMinutes(minute);
            if (contains(time) && other.contains(time)) {
                return true;
            }
        }
        return false;
    }
}
