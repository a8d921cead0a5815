package io.switchboard.media.dsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LimiterTest {
    private static final int FRAME = 160;

    private static int[] sum(int frame, double... tones) {
        int[] sum = new int[FRAME];
        for (double tone : tones) {
            short[] voice = Sounds.sine(tone, 12_000, 8_000, frame * FRAME, FRAME);
            for (int i = 0; i < FRAME; i++) {
                sum[i] += voice[i];
            }
        }
        return sum;
    }

    @Test
    void whatFitsIsNotTouched() {
        Limiter limiter = new Limiter();
        short[] out = new short[FRAME];
        for (int frame = 0; frame < 20; frame++) {
            int[] sum = sum(frame, 500, 700);
            limiter.limit(sum, FRAME, out);
            for (int i = 0; i < FRAME; i++) {
                assertThat(out[i]).isEqualTo((short) sum[i]);
            }
        }
    }

    /** Six loud voices are 72000 high; clipping them would give other tones at a tenth of theirs. */
    @Test
    void manyLoudVoicesAreTurnedDownAndNotClipped() {
        Limiter limiter = new Limiter();
        short[] all = new short[FRAME * 50];
        short[] out = new short[FRAME];
        for (int frame = 0; frame < 50; frame++) {
            limiter.limit(sum(frame, 500, 600, 700, 800, 900, 1_000), FRAME, out);
            System.arraycopy(out, 0, all, frame * FRAME, FRAME);
        }
        short[] steady = Arrays.copyOfRange(all, FRAME * 10, FRAME * 50);
        double voice = Sounds.amplitude(steady, 8_000, 700);
        assertThat(voice).isGreaterThan(3_500);
        for (double wrong : new double[] {1_500, 2_000, 2_500, 3_300}) {
            assertThat(Sounds.amplitude(steady, 8_000, wrong))
                    .as("%s Hz", wrong)
                    .isLessThan(voice / 30);
        }
    }

    @Test
    void theGainComesBackAndGoesOnInAnotherLimiter() {
        Limiter limiter = new Limiter();
        short[] out = new short[FRAME];
        int[] loud = new int[FRAME];
        Arrays.fill(loud, 300_000);
        limiter.limit(loud, FRAME, out);
        assertThat(out[FRAME - 1]).isBetween((short) 28_000, Short.MAX_VALUE);
        Limiter other = new Limiter();
        other.continueFrom(limiter);
        int[] quiet = new int[FRAME];
        Arrays.fill(quiet, 10_000);
        other.limit(quiet, FRAME, out);
        assertThat(out[0]).isLessThan((short) 2_000);
        for (int i = 0; i < 100; i++) {
            other.limit(quiet, FRAME, out);
        }
        assertThat(out[FRAME - 1]).isEqualTo((short) 10_000);
    }
}
