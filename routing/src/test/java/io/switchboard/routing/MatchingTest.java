package io.switchboard.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchingTest {
    @ParameterizedTest
    @CsvSource({
        "3XXX, 3123, true",
        "3XXX, 31234, false",
        "3XXX, 312a, false",
        "Z00, 100, true",
        "Z00, 000, false",
        "N1, 21, true",
        "N1, 11, false",
        "[2-46]0, 30, true",
        "[2-46]0, 60, true",
        "[2-46]0, 50, false",
        "+31., +311, true",
        "+31., +31, false",
        "., x, true",
        "*7X#, *75#, true",
        "12, 12, true",
    })
    void wildcardsMatchTheirDigits(String pattern, String number, boolean matches) {
        assertThat(NumberPattern.pattern(pattern).matches(number)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "3.X, may only stand last",
        "[2-, without ']'",
        "[9-2], bad set",
        "[], empty set",
        "A1, cannot stand in pattern",
        "'', must not be empty",
    })
    void malformedPatternsAreRefused(String pattern, String message) {
        assertThatThrownBy(() -> NumberPattern.pattern(pattern)).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "^\\+(1900|882) ; + ; +8821 ; true",
                "^\\+31(6|97) ; +31 ; +319 ; false",
                "^112$ ; 112 ; 112 ; true",
                "^00?1 ; 0 ; 01 ; true",
                "^a|b ; '' ; cb ; true",
                "^1[0-9]|2 ; '' ; 92 ; true",
                "5$ ; '' ; 15 ; true",
                "^(a+)+$ ; '' ; aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab ; false",
            })
    void regexesAreIndexedByTheirLiteralBeginning(String regex, String lead, String number, boolean matches) {
        NumberPattern pattern = NumberPattern.regex(regex);
        assertThat(pattern.lead()).isEqualTo(lead);
        assertThat(pattern.matches(number)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "0201234567, +31201234567",
        "020-123 45 67, +31201234567",
        "(020) 1234567, +31201234567",
        "0044201234567, +44201234567",
        "+31201234567, +31201234567",
        "+31 (20) 1234567, +31201234567",
        "112, 112",
        "1001, 1001",
        "0, 0",
        "00, +310",
        "*21*0201#, *21*0201#",
        "alice, alice",
        "j.de-boer, j.de-boer",
        "0800alice, 0800alice",
        "'', ''",
        "'-', '-'",
    })
    void numbersAreReadInOneForm(String dialled, String number) {
        assertThat(PlanFixture.DUTCH.normalise(dialled)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "E164, +31201234567, +31201234567",
        "DIGITS, +31201234567, 31201234567",
        "NATIONAL, +31201234567, 0201234567",
        "NATIONAL, +44201234567, 0044201234567",
        "NATIONAL, 1001, 1001",
        "DIALLED, +31201234567, +31201234567",
    })
    void trunksGetNumbersInTheirForm(NumberFormat format, String number, String sent) {
        assertThat(format.write(number, PlanFixture.DUTCH)).isEqualTo(sent);
        assertThat(format.read(sent, PlanFixture.DUTCH)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({"5xx, 503, true", "5xx, 600, false", "408, 408, true", "408, 409, false", "6xx, 699, true"})
    void statusesAreInTheirSet(String text, int status, boolean in) {
        assertThat(StatusSet.parse(List.of(text)).contains(status)).isEqualTo(in);
    }

    @ParameterizedTest
    @CsvSource({"2xx", "700", "50", "5x", "abc"})
    void onlyFinalFailuresMakeAStatusSet(String text) {
        assertThatThrownBy(() -> StatusSet.parse(List.of(text))).hasMessageContaining("no final status");
    }
}
