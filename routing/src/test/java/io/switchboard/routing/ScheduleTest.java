package io.switchboard.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // 2026-03-02 is a Monday; Amsterdam is one hour ahead of UTC then.
                "mon-fri 09:00-17:00 Europe/Amsterdam | 2026-03-02T08:00:00Z | true",
                "mon-fri 09:00-17:00 Europe/Amsterdam | 2026-03-02T07:59:59Z | false",
                "mon-fri 09:00-17:00 Europe/Amsterdam | 2026-03-02T15:59:59Z | true",
                "mon-fri 09:00-17:00 Europe/Amsterdam | 2026-03-02T16:00:00Z | false",
                "mon-fri 09:00-17:00 Europe/Amsterdam | 2026-03-07T10:00:00Z | false",
                // Summer time since 2026-03-29: the same local hours are an hour earlier in UTC.
                "mon-fri 09:00-17:00 Europe/Amsterdam | 2026-03-30T07:00:00Z | true",
                "mon-fri 09:00-17:00 Europe/Amsterdam | 2026-03-30T15:00:00Z | false",
                // 02:00-03:00 does not exist on 2026-03-29 ...
                "sun 02:00-03:00 Europe/Amsterdam | 2026-03-29T00:59:59Z | false",
                "sun 02:00-03:00 Europe/Amsterdam | 2026-03-29T01:00:00Z | false",
                // ... and comes twice on 2026-10-25.
                "sun 02:00-03:00 Europe/Amsterdam | 2026-10-25T00:30:00Z | true",
                "sun 02:00-03:00 Europe/Amsterdam | 2026-10-25T01:30:00Z | true",
                "sun 02:00-03:00 Europe/Amsterdam | 2026-10-25T02:00:00Z | false",
                // Over midnight: the hours belong to the day on which they begin.
                "fri 22:00-06:00 | 2026-03-06T23:00:00Z | true",
                "fri 22:00-06:00 | 2026-03-07T05:59:00Z | true",
                "fri 22:00-06:00 | 2026-03-07T06:00:00Z | false",
                "fri 22:00-06:00 | 2026-03-06T05:00:00Z | false",
                "sun 22:00-06:00 | 2026-03-02T05:00:00Z | true",
                "sat-mon | 2026-03-02T12:00:00Z | true",
                "sat-mon | 2026-03-03T12:00:00Z | false",
                "mon wed 08:00-10:00 12:00-14:00 | 2026-03-04T13:00:00Z | true",
                "mon wed 08:00-10:00 12:00-14:00 | 2026-03-04T11:00:00Z | false",
                "mon-fri 09:00-17:00, sat 10:00-12:00 UTC | 2026-03-07T11:00:00Z | true",
                "mon-sun, not 2026-12-25 | 2026-12-25T12:00:00Z | false",
                "mon-sun, not 2026-12-25 | 2026-12-26T00:00:00Z | true",
                "mon-sun, not 2026-12-24..2026-12-26 12:00-24:00 | 2026-12-26T13:00:00Z | false",
                "2026-12-31 23:00-02:00 | 2027-01-01T01:59:00Z | true",
                "00:00-24:00 | 2026-12-31T23:59:59Z | true",
                // The first window takes the zone of the one behind it.
                "mon 09:00-10:00, tue 09:00-10:00 Europe/Amsterdam | 2026-03-02T08:30:00Z | true",
            })
    void anInstantIsInsideOrNot(String schedule, Instant at, boolean inside) {
        assertThat(Schedule.parse(schedule, ZoneOffset.UTC).contains(at)).isEqualTo(inside);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mon-fry 09:00-17:00 | 'mon-fry' is no day",
                "mon 9-17 | '9-17' is no date",
                "mon 09:00 | '09:00' are no hours",
                "mon 09:00-25:00 | are no hours",
                "mon 09:00-09:00 | are no hours",
                "2026-13-01 | '2026-13-01' is no date",
                "2026-12-26..2026-12-24 | ends before it begins",
                "mon 09:00-17:00 Europe/Amsterdm | unknown time zone 'Europe/Amsterdm'",
                "mon 09:00-17:00, | an empty window",
                "not 2026-12-25 | only takes time away",
                "mon 2026-12-25 | cannot stand in one window",
            })
    void mistakesAreNamed(String schedule, String message) {
        assertThatThrownBy(() -> Schedule.parse(schedule, ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
