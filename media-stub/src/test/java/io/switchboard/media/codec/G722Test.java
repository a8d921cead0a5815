package io.switchboard.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.media.dsp.Sounds;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ITU-T G.722 at 64 kbit/s. */
class G722Test {
    private static final String NOISE = "348b218727848c84b0b3a9181ea29e16bdadb4981514921adcffabbc1155eb98"
            + "1bd8bd9459bbf33a703f2dcfb2fe78573d58b511daed2c5a1cdb377b7bd63bd4"
            + "3b6814fc6cf1b5bc536898ed5eb26ab4b39d5459d157eed77b3b147f7194b9da"
            + "ce973cf14e742e7d7cec38f8bdf1ff33d9bb52eeee57f192f5599d75b31930be"
            + "de1295eeec9cef3d5fd1d45af41abc554ccd99b2347f7d569ff3ebbedf927599";
    private static final int DELAY = 22; // both filters, in samples

    private static short[] through(AudioEncoder encoder, AudioDecoder decoder, short[] pcm) {
        short[] out = new short[pcm.length];
        byte[] payload = new byte[AudioEncoder.MAX_BYTES];
        short[] frame = new short[320];
        for (int at = 0; at < pcm.length; at += 320) {
            System.arraycopy(pcm, at, frame, 0, 320);
            int bytes = encoder.encode(frame, 320, payload);
            assertThat(bytes).isEqualTo(160);
            assertThat(decoder.decode(payload, bytes, out, at)).isEqualTo(320);
        }
        return out;
    }

    @ParameterizedTest
    @CsvSource({"300, 8000, 50", "1020, 10000, 40", "3000, 8000, 35", "1020, 500, 35"})
    void tonesSurvive(double frequency, double amplitude, double decibels) {
        short[] tone = Sounds.sine(frequency, amplitude, 16_000, 0, 9_600);
        short[] back = through(G722.encoder(), G722.decoder(), tone);
        assertThat(Sounds.snr(tone, back, DELAY, 1_600, 9_000)).isGreaterThan(decibels);
    }

    /** The higher band, from 4 to 7 kHz. */
    @ParameterizedTest
    @CsvSource({"5000", "6500"})
    void highTonesAreThere(double frequency) {
        short[] back = through(G722.encoder(), G722.decoder(), Sounds.sine(frequency, 4_000, 16_000, 0, 9_600));
        assertThat(Sounds.amplitude(back, 1_600, 8_000, 16_000, frequency)).isBetween(3_800.0, 4_200.0);
        assertThat(Sounds.amplitude(back, 1_600, 8_000, 16_000, 8_000 - frequency))
                .isLessThan(30);
    }

    /** What another implementation makes of the same noise, bit by bit. */
    @Test
    void noiseHasTheCodesOfAnotherImplementation() {
        int x = 12_345;
        short[] noise = new short[320];
        for (int i = 0; i < 320; i++) {
            x = (x * 1_103_515_245 + 12_345) & 0x7FFF_FFFF;
            noise[i] = (short) (((x >> 16) & 0x3FFF) - 8_192);
        }
        byte[] payload = new byte[AudioEncoder.MAX_BYTES];
        assertThat(G722.encoder().encode(noise, 320, payload)).isEqualTo(160);
        assertThat(HexFormat.of().formatHex(payload, 0, 160)).isEqualTo(NOISE);
        short[] back = new short[320];
        G722.decoder().decode(payload, 160, back, 0);
        CRC32 sum = new CRC32();
        for (short sample : back) {
            sum.update(sample & 0xFF);
            sum.update((sample >> 8) & 0xFF);
        }
        assertThat(sum.getValue()).isEqualTo(4_001_359_368L);
    }

    /** Silence is coded with the codes that every implementation begins with. */
    @Test
    void silenceHasTheKnownCodes() {
        byte[] payload = new byte[AudioEncoder.MAX_BYTES];
        G722.encoder().encode(new short[320], 320, payload);
        assertThat(payload[0] & 0xFF).isEqualTo(0xFA);
        short[] back = new short[320];
        G722.decoder().decode(payload, 160, back, 0);
        for (short sample : back) {
            assertThat(Math.abs(sample)).isLessThan(30);
        }
    }

    @Test
    void anEncoderGoesOnWhereAnotherWas() {
        short[] tone = Sounds.sine(700, 8_000, 16_000, 0, 9_600);
        AudioEncoder first = G722.encoder();
        AudioDecoder decoder = G722.decoder();
        short[] before = through(first, decoder, Sounds.sine(700, 8_000, 16_000, 0, 6_400));
        AudioEncoder second = G722.encoder();
        second.continueFrom(first);
        short[] all = Sounds.join(before, through(second, decoder, Sounds.sine(700, 8_000, 16_000, 6_400, 3_200)));
        assertThat(Sounds.snr(tone, all, DELAY, 6_300, 6_800)).isGreaterThan(40);
    }

    @Test
    void anyBytesGiveSamples() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        AudioDecoder decoder = G722.decoder();
        byte[] noise = new byte[160];
        short[] out = new short[320];
        for (int i = 0; i < 500; i++) {
            random.nextBytes(noise);
            assertThat(decoder.decode(noise, 160, out, 0)).as("seed %d", seed).isEqualTo(320);
        }
    }
}
