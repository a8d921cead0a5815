package io.switchboard.media.dsp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6464 §3: a full sine is 3 dB below overload. */
class LevelTest {
    @ParameterizedTest
    @CsvSource({"32767, -3", "10000, -13", "1000, -33", "100, -53", "0, -127"})
    void levelsAreDecibelsBelowOverload(double amplitude, int decibels) {
        int power = Level.power(Sounds.sine(440, amplitude, 8_000, 0, 800), 800);
        assertThat(Level.decibels(power)).isBetween(decibels - 1, decibels + 1);
    }
}
