package io.switchboard.media.dsp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
    private static short[] resample(int from, int to, short[] input) {
        Resampler resampler = new Resampler(from, to);
        short[] all = new short[(int) ((long) input.length * to / from)];
        short[] frame = new short[from / 50];
        short[] out = new short[to / 50 + 1];
        for (int at = 0; at * frame.length < input.length; at++) {
            System.arraycopy(input, at * frame.length, frame, 0, frame.length);
            assertThat(resampler.process(frame, frame.length, out)).isEqualTo(to / 50);
            System.arraycopy(out, 0, all, at * (to / 50), to / 50);
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "8000, 16000, 1000",
        "8000, 48000, 2500",
        "16000, 48000, 5000",
        "16000, 8000, 1000",
        "48000, 8000, 2500",
        "48000, 16000, 5000",
        "44100, 8000, 700",
        "8000, 8000, 3000"
    })
    void tonesKeepTheirHeightAndLoudness(int from, int to, double tone) {
        short[] out = resample(from, to, Sounds.sine(tone, 10_000, from, 0, from));
        assertThat(Sounds.amplitude(out, to / 5, to / 2, to, tone)).isBetween(9_500.0, 10_500.0);
        double image = Math.min(from, to) - tone;
        if (image < to / 2.0) {
            assertThat(Sounds.amplitude(out, to / 5, to / 2, to, image)).isLessThan(30);
        }
    }

    /** What the lower rate cannot have is gone, and does not come back elsewhere. */
    @ParameterizedTest
    @CsvSource({"16000, 8000, 5500, 2500", "48000, 8000, 6000, 2000", "48000, 16000, 12000, 4000"})
    void whatIsTooHighDoesNotFoldBack(int from, int to, double tone, double alias) {
        short[] out = resample(from, to, Sounds.sine(tone, 10_000, from, 0, from));
        assertThat(Sounds.amplitude(out, to / 5, to / 2, to, alias)).isLessThan(30);
    }

    @ParameterizedTest
    @CsvSource({"8000, 48000", "48000, 8000"})
    void theLoudestSquareWaveDoesNotWrapAround(int from, int to) {
        short[] square = new short[from];
        for (int i = 0; i < from; i++) {
            square[i] = (i / 10 & 1) == 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
        }
        short[] out = resample(from, to, square);
        int signChanges = 0;
        for (int i = to / 10 + 1; i < to; i++) {
            signChanges += out[i] < 0 != out[i - 1] < 0 ? 1 : 0;
        }
        assertThat(signChanges).isLessThanOrEqualTo(9 * from / 100 + 10);
    }
}
