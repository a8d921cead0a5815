package io.switchboard.media.tone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.media.Prompt;
import io.switchboard.media.dsp.Sounds;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToneSourceTest {
    private static short[] read(AudioSource source, int frames) {
        short[] all = new short[160 * frames];
        short[] frame = new short[160];
        for (int i = 0; i < frames; i++) {
            source.read(frame, 160);
            System.arraycopy(frame, 0, all, 160 * i, 160);
        }
        return all;
    }

    @Test
    void ringbackIsOneSecondOfFive() {
        short[] sound = read(new ToneSource((Prompt.Tones) Prompt.ringback()), 300);
        assertThat(Sounds.amplitude(sound, 400, 7_000, 8_000, 425)).isGreaterThan(9_500);
        assertThat(Sounds.amplitude(sound, 8_000, 32_000, 8_000, 425)).isLessThan(1);
        assertThat(Sounds.amplitude(sound, 40_400, 7_000, 8_000, 425)).isGreaterThan(9_500);
    }

    @Test
    void twoFrequenciesTogetherAndThenTheEnd() {
        ToneSource source = new ToneSource(new Prompt.Tones(List.of(new Prompt.Tone(480, 620, 90)), false));
        short[] sound = read(source, 5);
        assertThat(Sounds.amplitude(sound, 80, 560, 8_000, 480)).isGreaterThan(4_000);
        assertThat(Sounds.amplitude(sound, 80, 560, 8_000, 620)).isGreaterThan(4_000);
        for (int i = 720; i < 800; i++) {
            assertThat(sound[i]).isZero();
        }
        assertThat(source.read(new short[160], 160)).isFalse();
    }

    @Test
    void allNamedTonesSound() {
        for (Prompt prompt : List.of(
                Prompt.ringback(),
                Prompt.busy(),
                Prompt.beep(),
                Prompt.entry(),
                Prompt.exit(),
                Prompt.locked(),
                Prompt.full(),
                Prompt.waiting())) {
            ToneSource source = new ToneSource((Prompt.Tones) prompt);
            short[] sound = read(source, 10);
            int loudest = 0;
            for (short sample : sound) {
                loudest = Math.max(loudest, Math.abs(sample));
            }
            assertThat(loudest).isBetween(8_000, 10_000);
        }
    }
}
