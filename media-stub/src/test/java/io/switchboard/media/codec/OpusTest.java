package io.switchboard.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.media.dsp.Sounds;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6716, as far as the binding goes. */
class OpusTest {
    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 48_000})
    void aToneSurvivesAtEveryRate(int rate) {
        AudioEncoder encoder = Opus.encoder(rate);
        AudioDecoder decoder = Opus.decoder();
        int frame = rate / 50;
        short[] out = new short[960 * 50 + 48 * AudioDecoder.MAX_MILLIS];
        byte[] payload = new byte[AudioEncoder.MAX_BYTES];
        for (int i = 0; i < 50; i++) {
            int bytes = encoder.encode(Sounds.sine(440, 8_000, rate, i * frame, frame), frame, payload);
            assertThat(decoder.decode(payload, bytes, out, i * 960)).isEqualTo(960);
        }
        assertThat(Sounds.amplitude(out, 12_000, 24_000, 48_000, 440)).isBetween(7_000.0, 9_000.0);
        assertThat(Sounds.amplitude(out, 12_000, 24_000, 48_000, 1_300)).isLessThan(300);
    }

    @Test
    void lostPacketsAreConcealed() {
        AudioEncoder encoder = Opus.encoder(16_000);
        AudioDecoder decoder = Opus.decoder();
        short[] out = new short[48 * AudioDecoder.MAX_MILLIS];
        byte[] payload = new byte[AudioEncoder.MAX_BYTES];
        for (int i = 0; i < 20; i++) {
            int bytes = encoder.encode(Sounds.sine(440, 8_000, 16_000, i * 320, 320), 320, payload);
            decoder.decode(payload, bytes, out, 0);
        }
        short[] concealed = new short[48 * AudioDecoder.MAX_MILLIS];
        assertThat(decoder.conceal(concealed, 0, 960, new byte[0], 0)).isTrue();
        assertThat(Sounds.amplitude(concealed, 0, 960, 48_000, 440)).isGreaterThan(2_000);
    }

    @Test
    void damagedPacketsNeverEscape() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        AudioDecoder decoder = Opus.decoder();
        short[] out = new short[48 * AudioDecoder.MAX_MILLIS];
        for (int i = 0; i < 3_000; i++) {
            byte[] noise = new byte[1 + random.nextInt(80)];
            random.nextBytes(noise);
            assertThat(decoder.decode(noise, noise.length, out, 0))
                    .as("seed %d", seed)
                    .isBetween(0, 48 * AudioDecoder.MAX_MILLIS);
        }
    }
}
