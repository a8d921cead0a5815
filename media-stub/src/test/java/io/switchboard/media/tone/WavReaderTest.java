package io.switchboard.media.tone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchboard.media.dsp.Sounds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WavReaderTest {
    @TempDir
    private Path folder;

    private static byte[] wav(int format, int channels, int rate, int bits, short[] samples) {
        ByteBuffer file = ByteBuffer.allocate(56 + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(48 + 2 * samples.length);
        file.put("WAVELIST".getBytes(StandardCharsets.US_ASCII)).putInt(3).putInt(0); // odd lengths are padded
        file.put("fmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        file.putShort((short) format).putShort((short) channels).putInt(rate).putInt(2 * rate * channels);
        file.putShort((short) (2 * channels)).putShort((short) bits);
        file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples.length);
        for (short sample : samples) {
            file.putShort(sample);
        }
        return file.array();
    }

    private Pcm read(byte[] file) throws IOException {
        return WavReader.read(Files.write(folder.resolve("a.wav"), file));
    }

    @ParameterizedTest
    @CsvSource({
        "8000, 8000",
        "11025, 16000",
        "16000, 16000",
        "22050, 16000",
        "24000, 16000",
        "32000, 48000",
        "44100, 48000",
        "48000, 48000"
    })
    void anyRateBecomesOneThatRoomsHave(int rate, int target) throws IOException {
        Pcm pcm = read(wav(1, 1, rate, 16, Sounds.sine(440, 8_000, rate, 0, rate)));
        assertThat(pcm.sampleRate()).isEqualTo(target);
        assertThat(pcm.samples().length).isBetween(target - 50, target + 50);
        assertThat(Sounds.amplitude(pcm.samples(), target / 10, target / 2, target, 440))
                .isBetween(7_700.0, 8_300.0);
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 8000, 16", "1, 3, 8000, 16", "1, 1, 8000, 8", "1, 1, 4000, 16", "1, 1, 96000, 16"})
    void otherFormatsAreRefused(int format, int channels, int rate, int bits) {
        byte[] file = wav(format, channels, rate, bits, new short[10]);
        assertThatThrownBy(() -> read(file)).isInstanceOf(IOException.class).hasMessageContaining("a.wav");
    }

    @Test
    void damagedFilesNeverEscape() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] good = wav(1, 2, 8_000, 16, new short[20]);
        for (int i = 0; i < 2_000; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 1));
            for (int n = random.nextInt(3); n > 0 && bad.length > 0; n--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(read(bad).samples()).as("seed %d", seed).isNotNull();
            } catch (IOException e) {
                assertThat(e.getMessage()).as("seed %d", seed).isNotEmpty();
            }
        }
    }
}
