package io.switchboard.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.media.dsp.Sounds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ITU-T G.711. */
class G711Test {
    private static int encode(boolean ulaw, int sample) {
        byte[] target = new byte[1];
        G711.encoder(ulaw).encode(new short[] {(short) sample}, 1, target);
        return target[0] & 0xFF;
    }

    private static int decode(boolean ulaw, int code) {
        short[] target = new short[1];
        G711.decoder(ulaw).decode(new byte[] {(byte) code}, 1, target, 0);
        return target[0];
    }

    /** Tables 1a to 2b, scaled to 16 bits. */
    @ParameterizedTest
    @CsvSource({
        "true,      0, 0xFF,      0",
        "true,     -4, 0x7E,     -8",
        "true,      8, 0xFE,      8",
        "true,    100, 0xF2,    104",
        "true,   1000, 0xCE,    988",
        "true,  -1000, 0x4E,   -988",
        "true,   8031, 0xA0,   7932",
        "true,  32635, 0x80,  32124",
        "true,  32767, 0x80,  32124",
        "true, -32768, 0x00, -32124",
        "false,     0, 0xD5,      8",
        "false,    -1, 0x55,     -8",
        "false,   100, 0xD3,    104",
        "false,  1000, 0xFA,   1008",
        "false, -1000, 0x7A,  -1008",
        "false, 32767, 0xAA,  32256",
        "false,-32768, 0x2A, -32256",
    })
    void samplesHaveTheCodesOfTheTables(boolean ulaw, int sample, String code, int decoded) {
        assertThat(encode(ulaw, sample)).isEqualTo(Integer.decode(code));
        assertThat(decode(ulaw, Integer.decode(code))).isEqualTo(decoded);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyCodeSurvivesDecodingAndEncoding(boolean ulaw) {
        for (int code = 0; code < 256; code++) {
            int again = encode(ulaw, decode(ulaw, code));
            // µ-law has a second zero.
            assertThat(again).isEqualTo(ulaw && code == 0x7F ? 0xFF : code);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void speechLevelsKeepThirtyFiveDecibels(boolean ulaw) {
        for (double amplitude : new double[] {20_000, 5_000, 1_000}) {
            short[] tone = Sounds.sine(1_020, amplitude, 8_000, 0, 800);
            byte[] payload = new byte[800];
            short[] back = new short[960];
            assertThat(G711.encoder(ulaw).encode(tone, 800, payload)).isEqualTo(800);
            assertThat(G711.decoder(ulaw).decode(payload, 800, back, 0)).isEqualTo(800);
            assertThat(Sounds.snr(tone, Arrays.copyOf(back, 800), 0, 0, 800)).isGreaterThan(35);
        }
    }

    @Test
    void tooLongPacketsAreRefused() {
        assertThat(G711.decoder(true).decode(new byte[2_000], 2_000, new short[4_000], 0))
                .isZero();
    }
}
