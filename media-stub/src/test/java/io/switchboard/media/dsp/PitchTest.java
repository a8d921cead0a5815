package io.switchboard.media.dsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PitchTest {
    /** Shorter or longer by whole periods, a tone goes on as if nothing had been done to it. */
    @ParameterizedTest
    @CsvSource({"8000, 100", "8000, 180", "16000, 125", "48000, 200"})
    void aVoiceIsShortenedAndLengthenedByItsPeriod(int rate, double tone) {
        int length = rate / 10;
        int room = length + Pitch.longest(rate);
        short[] shorter = Arrays.copyOf(Sounds.sine(tone, 10_000, rate, 0, length), room);
        int gone = Pitch.shorten(shorter, 0, length, rate);
        assertThat(gone).isBetween(rate / 400, Pitch.longest(rate));
        short[] longer = Arrays.copyOf(Sounds.sine(tone, 10_000, rate, 0, length), room);
        int more = Pitch.lengthen(longer, 0, length, rate);
        double steepest = 10_000 * 2 * Math.PI * tone / rate * 1.25 + 2;
        for (int i = 1; i < length - gone; i++) {
            assertThat(Math.abs(shorter[i] - shorter[i - 1])).isLessThan((int) steepest);
        }
        for (int i = 1; i < length + more; i++) {
            assertThat(Math.abs(longer[i] - longer[i - 1])).isLessThan((int) steepest);
        }
        assertThat(Sounds.amplitude(longer, 0, length, rate, tone)).isBetween(9_000.0, 10_500.0);
    }
}
