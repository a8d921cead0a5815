package io.switchboard.media.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.switchboard.media.dsp.Sounds;
import io.switchboard.media.tone.Pcm;
import io.switchboard.media.tone.WavReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingFileTest {
    @TempDir
    private Path folder;

    /** How a recording has ended. */
    private record End(long bytes, long missed, @Nullable IOException error) {}

    private final CompletableFuture<End> end = new CompletableFuture<>();

    private RecordingFile start(Path path, int rate, int channels) {
        return new RecordingFile(
                path, rate, channels, (bytes, missed, error) -> end.complete(new End(bytes, missed, error)));
    }

    private End end() throws Exception {
        return end.get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 48_000})
    void whatIsOfferedIsInTheFile(int rate) throws Exception {
        Path path = folder.resolve("a.wav");
        RecordingFile file = start(path, rate, 1);
        short[] tone = Sounds.sine(440, 8_000, rate, 0, rate);
        for (int i = 0; i < 50; i++) {
            file.offer(Arrays.copyOfRange(tone, i * rate / 50, (i + 1) * rate / 50));
        }
        file.stop();
        assertThat(end()).isEqualTo(new End(2L * rate, 0, null));
        Pcm read = WavReader.read(path);
        assertThat(read.sampleRate()).isEqualTo(rate);
        assertThat(read.samples()).isEqualTo(tone);
    }

    @Test
    void channelsAreSideBySide() throws Exception {
        Path path = folder.resolve("a.wav");
        RecordingFile file = start(path, 8_000, 2);
        short[] frame = new short[320];
        for (int i = 0; i < 160; i++) {
            frame[2 * i] = 1_000;
            frame[2 * i + 1] = 3_000;
        }
        file.offer(frame);
        file.stop();
        assertThat(end().bytes()).isEqualTo(640);
        assertThat(Files.size(path)).isEqualTo(44 + 640);
        assertThat(WavReader.read(path).samples()).hasSize(160).containsOnly((short) 2_000);
    }

    /** After a crash the file is what the last header says, which is at most a second behind. */
    @Test
    void theFileIsWholeWhileItGrows() throws Exception {
        Path path = folder.resolve("a.wav");
        RecordingFile file = start(path, 8_000, 1);
        long deadline = System.nanoTime() + 10_000_000_000L;
        int samples = 0;
        while (samples < 8_000 && System.nanoTime() < deadline) {
            file.offer(new short[160]);
            Thread.onSpinWait();
            if (Files.exists(path) && Files.size(path) >= 44) {
                samples = WavReader.read(path).samples().length;
            }
        }
        assertThat(samples).isGreaterThanOrEqualTo(8_000);
        file.stop();
        assertThat(end().error()).isNull();
    }

    @Test
    void aFolderThatIsNotThereEndsItWithTheReason() throws Exception {
        RecordingFile file = start(folder.resolve("no/a.wav"), 8_000, 1);
        assertThat(end().error()).isNotNull();
        assertThat(file.over()).isTrue();
        file.offer(new short[160]);
        file.stop();
    }

    @Test
    void aFileThatIsThereIsNotOverwritten() throws Exception {
        Path path = Files.writeString(folder.resolve("a.wav"), "precious");
        start(path, 8_000, 1);
        assertThat(end().error()).isNotNull();
        assertThat(Files.readString(path)).isEqualTo("precious");
    }

    /** The disk is full: Linux has a device for that. */
    @Test
    void aFullDiskEndsItWithTheReason() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full");
        RecordingFile file = new RecordingFile(
                full,
                () -> FileChannel.open(full, StandardOpenOption.WRITE),
                8_000,
                1,
                (bytes, missed, error) -> end.complete(new End(bytes, missed, error)));
        assertThat(end().error()).hasMessageContaining("No space");
        assertThat(file.over()).isTrue();
    }

    /** A disk that does not keep up: what it could not take is silence of the same length. */
    @Test
    void aSlowDiskLosesSoundButNotTime() throws Exception {
        Path path = folder.resolve("a.wav");
        RecordingFile file = start(path, 8_000, 1);
        short[] loud = new short[160];
        Arrays.fill(loud, (short) 1_000);
        int offered = 200_000;
        for (int i = 0; i < offered; i++) {
            file.offer(loud.clone());
        }
        file.stop();
        End result = end();
        assertThat(result.error()).isNull();
        assertThat(result.missed()).isPositive();
        long frames = result.bytes() / 320;
        long silent = 0;
        short[] samples = WavReader.read(path).samples();
        for (int i = 0; i < samples.length; i += 160) {
            silent += samples[i] == 0 ? 1 : 0;
        }
        assertThat(silent).isLessThanOrEqualTo(result.missed());
        assertThat(frames).isBetween(offered - result.missed(), (long) offered);
    }
}
